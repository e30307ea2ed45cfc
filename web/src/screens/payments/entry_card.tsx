// One entry of a bank: what it says, whose it may be, and what was booked of it.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { bankEntryQuery } from '../../api/queries';
import type { BankCandidate, BankEntry } from '../../api/types';
import type { Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import styles from '../../ui/action_list.module.css';
import { KeyHint } from '../../ui/keycap';
import { Failure, Loading, WithReason } from '../../ui/states';
import { Table } from '../account/tables';
import type { Saying } from './say_dialog';

const speaksFor = ['reference', 'case', 'id', 'near_id', 'document', 'account', 'customer', 'amount', 'case_amount', 'name', 'several', 'link'];

/** "name:92" is the likeness of the names. */
export function Reasons({ words }: { words: readonly string[] }) {
  const { t } = useTranslation();
  return words.map((word) => {
    const [code = '', count = ''] = word.split(':');
    return (
      <span className="tag" data-tone={speaksFor.includes(code) ? 'ok' : 'warn'} key={word}>
        {t(`bank_reason.${code as 'name'}`, { count: count === '' ? 1 : Number(count) })}
      </span>
    );
  });
}

function Facts({ entry }: { entry: BankEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows: [string, string | null][] = [
    [t('bank.value_on'), entry.value_on === null ? t('bank.no_value') : format.day(entry.value_on)],
    [t('bank.counterparty'), entry.counterparty],
    [t('bank.reference'), entry.reference],
    [t('bank.other_references'), entry.other_references],
    [t('bank.account'), entry.account_masked],
    [t('bank.text'), entry.text],
  ];
  return (
    <dl className={styles.facts}>
      {rows
        .filter(([, text]) => text !== null)
        .map(([label, text]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </Fragment>
        ))}
    </dl>
  );
}

function Candidate({ candidate, isFirst, onGive }: { candidate: BankCandidate; isFirst: boolean; onGive: () => void }) {
  const { t } = useTranslation();
  return (
    <li className={styles.item} data-testid="candidate">
      <div className={styles.what}>
        <Link href={`/cuenta/${candidate.case_id}`}>{candidate.party_name}</Link>
        <span>
          {candidate.case_number} · {candidate.creditor_name}
          {candidate.claim !== null && ` · ${t('bank.claim', { claim: candidate.claim })}`}
        </span>
        <span>
          <strong>{t('bank.score', { score: candidate.score })}</strong> <Reasons words={candidate.reasons} />
        </span>
      </div>
      {isFirst && <KeyHint of="assign" />}
      <Button
        aria-label={`${t('bank.give')}: ${candidate.party_name}, ${candidate.case_number}`}
        onClick={onGive}
        size="xs"
        variant={isFirst ? 'filled' : 'default'}
      >
        {t('bank.give')}
      </Button>
    </li>
  );
}

function Candidates({ entry, onSay }: { entry: BankEntry; onSay: (saying: Saying) => void }) {
  const { t } = useTranslation();
  const give = (target: BankCandidate | null): Saying => ({ kind: 'assign', entryId: entry.entry_id, open: entry.open, currency: entry.currency, target });
  const [first] = entry.candidates;
  const isMoney = entry.kind === 'money';
  useKeys({
    assign: () => isMoney && first && onSay(give(first)),
    otherCase: () => isMoney && onSay(give(null)),
    dismiss: () => onSay({ kind: 'dismiss', entryId: entry.entry_id }),
  });
  return (
    <section aria-label={t('bank.candidates')}>
      {isMoney ? (
        <>
          <h3>{t('bank.candidates')}</h3>
          {entry.candidates.length === 0 && <p>{t('bank.no_candidates')}</p>}
          <ul className={styles.list}>
            {entry.candidates.map((candidate, index) => (
              <Candidate candidate={candidate} isFirst={index === 0} key={candidate.case_id} onGive={() => onSay(give(candidate))} />
            ))}
          </ul>
        </>
      ) : (
        <p className={styles.warn}>{t('bank_return')}</p>
      )}
      <div className={styles.buttons}>
        {isMoney && (
          <Button onClick={() => onSay(give(null))} rightSection={<KeyHint of="otherCase" />} size="xs" variant="default">
            {t('bank.other_case')}
          </Button>
        )}
        <Button onClick={() => onSay({ kind: 'dismiss', entryId: entry.entry_id })} rightSection={<KeyHint of="dismiss" />} size="xs" variant="default">
          {t('bank.dismiss')}
        </Button>
      </div>
    </section>
  );
}

function Matches({ entry }: { entry: BankEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (entry.matches.length === 0) return null;
  return (
    <section aria-label={t('bank.matches')}>
      <h3>{t('bank.matches')}</h3>
      <Table
        columns={[
          { key: 'case', label: t('bank.case'), cell: (row) => <Link href={`/cuenta/${row.case_id}`}>{`${row.case_number} · ${row.party_name}`}</Link> },
          { key: 'amount', label: t('bank.amount'), isNumber: true, cell: ({ amount }) => format.money(amount, entry.currency) },
          { key: 'how', label: t('bank.how'), cell: ({ how, reasons }) => [t(`bank_how.${how}`), ' ', <Reasons key="why" words={reasons} />] },
          { key: 'on', label: t('bank.when'), cell: ({ on }) => format.day(on) },
          { key: 'note', label: t('bank.note'), cell: ({ note }) => note },
        ]}
        label={t('bank.matches')}
        rows={entry.matches.map((match, index) => ({ ...match, id: String(index) }))}
      />
    </section>
  );
}

export function EntryCard({ id, onSay }: { id: Id; onSay: (saying: Saying) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(bankEntryQuery(id));
  const offReason = useWhyNot()('payment.return');
  if (query.isPending) return <Loading />;
  if (!query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('bank.failed')} />;
  const entry = query.data;
  const isUndoable = entry.open < entry.amount && entry.kind !== 'none';
  return (
    <section aria-label={t('bank.open_title')} className={`card ${styles.block}`} data-testid="entry">
      <h2>
        {format.money(entry.amount, entry.currency)} · {entry.counterparty ?? t('bank.nobody')}
      </h2>
      <Facts entry={entry} />
      {entry.open > 0 && <Candidates entry={entry} onSay={onSay} />}
      <Matches entry={entry} />
      {isUndoable && (
        <div className={styles.buttons}>
          <WithReason reason={offReason}>
            <Button disabled={offReason !== null} onClick={() => onSay({ kind: 'undo', entryId: id })} size="xs" variant="default">
              {t('bank.undo')}
            </Button>
          </WithReason>
        </div>
      )}
    </section>
  );
}
