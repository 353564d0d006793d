import { t, textOf } from '../i18n';

/** A fault of files or slides, `files.fault.CODE` or `slides.fault.CODE`, as people read it. */
export function faultText(fault: string): string {
  const at = fault.lastIndexOf('.');
  return textOf(fault.slice(0, at), fault.slice(at + 1), 'files.fault.unreachable');
}

/** Bytes as people say them. */
export function sizeText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1024 ** 3).toFixed(1)} GB` : bytes >= 1e6 ? `${Math.round(bytes / 1024 ** 2)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

export const pageText = (page: number, count: number): string => t('slides.page', { page: page + 1, count });
