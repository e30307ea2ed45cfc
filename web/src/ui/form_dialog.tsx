// A small form over the screen: Enter sends it, Esc leaves it.  What the server says about a field
// stands at the field; everything else it says stands above the buttons.
import { Button, Group, Modal } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { Failure } from './states';
import styles from './states.module.css';

/** What the server says about one field, by JSON pointer. */
export function fieldErrorOf(error: unknown, pointer: string): string | null {
  return error instanceof ApiError ? error.about(pointer) : null;
}

function isAboutField(error: unknown, fields: readonly string[]): boolean {
  return error instanceof ApiError && (error.problem?.errors.some(({ pointer }) => fields.includes(pointer)) ?? false);
}

interface Props {
  title: string;
  submitLabel: string;
  isBusy: boolean;
  isReady?: boolean;
  error: unknown;
  /** Pointers whose errors the form itself shows; none: a question, which Enter answers. */
  fields: readonly string[];
  /** Wider than a column of fields. */
  size?: 'md' | 'lg';
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}

export function FormDialog({ title, submitLabel, isBusy, isReady = true, error, fields, size = 'md', onClose, onSubmit, children }: Props) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !isBusy) onSubmit();
  };
  return (
    <Modal closeButtonProps={{ 'aria-label': t('dialog.close') }} onClose={onClose} opened size={size} title={title} transitionProps={{ duration: 0 }}>
      <form className={styles.form} noValidate onSubmit={submit}>
        {children}
        {Boolean(error) && !isAboutField(error, fields) && <Failure error={error} title={t('result.not_saved')} />}
        <Group justify="flex-end">
          <Button onClick={onClose} type="button" variant="default">
            {t('dialog.cancel')}
          </Button>
          <Button data-autofocus={fields.length === 0 || undefined} disabled={!isReady} loading={isBusy} type="submit">
            {submitLabel}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
