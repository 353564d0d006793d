document.title = 'Kapok';
