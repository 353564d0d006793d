/** Certificates of attendance: English. */
export const certificateEn = {
  'title': 'Certificate of attendance', 'own': 'Your certificate',
  'coming': 'Your certificate is being issued …', 'have': 'You have a certificate of attendance.', 'rehearsal': 'This is a rehearsal: nobody gets a certificate.',
  'show': 'Show it', 'save': 'Save as PDF', 'saving': 'Making the PDF …', 'page': 'Open its page', 'which': 'Certificate',
  'reading': 'Reading your certificates …', 'none': 'You have no certificate of this event yet. A ceremony gives them to everyone who is there.',
  'failed': 'Your certificates cannot be read now.', 'again': 'Try again', 'unmade': 'The PDF could not be made on this device. Its page can be printed instead.',
  'hint': 'Whoever has it can verify it by its code: the page says who was where and when, and nothing else of you.',
  'paper.heading': 'Certificate of Attendance', 'paper.other': '出席证书', 'paper.that': 'This certifies that', 'paper.attended': 'attended', 'paper.by': 'Issued by',
  'paper.verify': 'Scan to verify', 'paper.number': 'No. {number}', 'paper.place': '{room} · {date}, {time} UTC',
} as const;
