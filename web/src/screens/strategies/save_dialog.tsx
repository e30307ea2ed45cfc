// Stores the edits as a new version.  When somebody stored another one meanwhile, both are shown, and
// one's own changes can be put on top of it: nothing is passed over, and nothing is lost.
import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking } from '../../api/booking';
import { ApiError, client, take } from '../../api/client';
import { strategiesQuery, tablesQuery } from '../../api/queries';
import type { TableSet } from '../../api/types';
import { Failure } from '../../ui/states';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { ChangeLines, useChangeText } from './change_text';
import styles from './editor.module.css';
import { ownChanges, rebase, type Clash } from './own_changes';
import { draftTable, tableEdit, type DraftTable } from './table_types';
import { isSameTable, type Editing } from './use_tables';

interface Props {
  set: TableSet;
  editing: Editing;
  onClose: () => void;
  onSaved: (set: TableSet) => void;
}

interface Rebased {
  set: TableSet;
  tables: DraftTable[];
  clashes: Clash[];
}

/** The tables of the newest version with one's own changes on top. */
function putOnTop(newest: TableSet, { base, tables }: Editing): Rebased {
  const clashes: Clash[] = [];
  const merged = newest.tables.map(draftTable).flatMap((theirs) => {
    const mine = tables.find((table) => isSameTable(table, theirs));
    const was = base.find((table) => isSameTable(table, theirs));
    if (!mine || !was || mine === was) return [];
    const result = rebase(was, mine, theirs);
    clashes.push(...result.clashes);
    return [result.table];
  });
  return { set: newest, tables: merged, clashes };
}

function useOwnLines({ base, tables }: Editing): string[] {
  const textOf = useChangeText();
  return tables.flatMap((table, at) => {
    const was = base[at];
    return was && was !== table ? ownChanges(was, table).map(textOf) : [];
  });
}

function ConflictDialog({ set, editing, error, note, onClose, onSaved }: Props & { error: ApiError; note: string }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const own = useOwnLines(editing);
  const join = useMutation({
    mutationFn: async (): Promise<Rebased> => {
      const versions = await cache.fetchQuery({ ...strategiesQuery, staleTime: 0 });
      const newest = versions.filter(({ name }) => name === set.strategy.name).toSorted((first, second) => second.version - first.version)[0];
      if (!newest) throw new ApiError(404, null);
      return putOnTop(await cache.fetchQuery({ ...tablesQuery(newest.id), staleTime: 0 }), editing);
    },
  });
  const save = useBooking({
    send: ({ set: newest, tables }: Rebased, key) =>
      take(
        client.POST('/v1/strategies/{id}/draft', {
          params: { path: { id: newest.strategy.id }, header: { 'Idempotency-Key': key } },
          body: { tables: tables.map(tableEdit), note, allow_mistakes: true },
        }),
      ),
    wishOf: ({ set: newest, tables }) => [newest.strategy.id, tables.map(tableEdit)],
    onSuccess: onSaved,
  });
  const joined = join.data;
  return (
    <Modal closeButtonProps={{ 'aria-label': t('dialog.close') }} onClose={onClose} opened size="xl" title={t('conflict.title')} transitionProps={{ duration: 0 }}>
      <div className={styles.form}>
        <p>{error.problem?.detail}</p>
        <div className={styles.both}>
          <section aria-label={t('conflict.theirs')}>
            <h3>{t('conflict.theirs')}</h3>
            <ChangeLines lines={error.problem?.errors.map(({ detail }) => detail) ?? []} />
          </section>
          <section aria-label={t('conflict.mine')}>
            <h3>{t('conflict.mine')}</h3>
            <ChangeLines lines={own} />
          </section>
        </div>
        {joined !== undefined && (
          <section aria-label={t('conflict.joined')} role="status">
            <h3>{t('conflict.joined')}</h3>
            <p>{t(joined.clashes.length === 0 ? 'conflict.no_clash' : 'conflict.clashes')}</p>
            <ChangeLines
              lines={joined.clashes.map(({ rule, column, mine, theirs }) =>
                column === null ? t('conflict.clash_rule', { rule }) : t('conflict.clash', { rule, column, mine, theirs }),
              )}
            />
          </section>
        )}
        {Boolean(join.error ?? save.error) && <Failure error={join.error ?? save.error} title={t('result.not_saved')} />}
        <Group justify="flex-end">
          <Button onClick={onClose} variant="default">
            {t('conflict.keep_editing')}
          </Button>
          {joined === undefined ? (
            <Button data-autofocus loading={join.isPending} onClick={() => join.mutate()}>
              {t('conflict.join')}
            </Button>
          ) : (
            <Button loading={save.isPending} onClick={() => save.mutate(joined)}>
              {t('conflict.save')}
            </Button>
          )}
        </Group>
      </div>
    </Modal>
  );
}

export function SaveDialog(props: Props) {
  const { set, editing, onClose, onSaved } = props;
  const { t } = useTranslation();
  const own = useOwnLines(editing);
  const [note, setNote] = useState('');
  const errors = editing.findings.filter(({ weight }) => weight === 'error').length;
  const booking = useBooking({
    send: (text: string, key) =>
      take(
        client.POST('/v1/strategies/{id}/draft', {
          params: { path: { id: set.strategy.id }, header: { 'Idempotency-Key': key } },
          body: { tables: editing.edits, note: text, allow_mistakes: errors > 0 },
        }),
      ),
    wishOf: (text) => [text, editing.edits],
    onSuccess: onSaved,
  });
  const { error } = booking;
  if (error instanceof ApiError && error.status === 409) return <ConflictDialog {...props} error={error} note={note} />;
  return (
    <FormDialog
      error={error}
      fields={['/note']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={() => booking.mutate(note.trim())}
      submitLabel={t('table.save')}
      title={t('table.save')}
    >
      <p>{t('table.save_text')}</p>
      <ChangeLines lines={own.slice(0, 12)} />
      {own.length > 12 && <p className="muted">{t('table.more_changes', { count: own.length - 12 })}</p>}
      {errors > 0 && <p role="alert">{t('table.save_mistakes', { count: errors })}</p>}
      <Textarea
        autosize
        data-autofocus
        error={fieldErrorOf(error, '/note')}
        label={t('table.save_note')}
        maxLength={500}
        minRows={2}
        onChange={(event) => setNote(event.currentTarget.value)}
        value={note}
      />
    </FormDialog>
  );
}
