import { TextInput, Textarea } from '@mantine/core';
import type { TextInputProps } from '@mantine/core';
import type { ReactNode } from 'react';

/** A whole number, kept as the text that was typed: `toWhole` makes a number of it for the schema. */
export function WholeField(props: TextInputProps): ReactNode {
  return <TextInput inputMode="numeric" autoComplete="off" maxLength={12} {...props} />;
}

/** A moment in the reader's own time. */
export function MomentField(props: TextInputProps): ReactNode {
  return <TextInput type="datetime-local" {...props} />;
}

/** A long text, Markdown allowed. */
export function LongField(props: React.ComponentProps<typeof Textarea>): ReactNode {
  return <Textarea minRows={4} maxRows={14} {...props} />;
}

/** Blank is “none”; digits are their number; anything else stays a text, for the schema to complain about. */
export function toWhole(text: string): number | string | null {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return null;
  return /^-?\d{1,15}$/.test(plain) ? Number(plain) : text;
}

/** Blank is “none”; full-width digits become plain. */
export function toPrice(text: string): string | null {
  const plain = text.normalize('NFKC').replaceAll(/[\s,]/g, '');
  return plain === '' ? null : plain;
}

/** `2026-01-05T09:30` of a field → an instant; blank is “none”. */
export function toInstant(local: string): string | null {
  if (local === '') return null;
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
}

/** An instant → what a field of the reader's own time shows. */
export function toLocalMoment(iso: string | null): string {
  if (iso === null) return '';
  const at = new Date(iso);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
