// One agreement over several cases: what each of them has of it.
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { JointParts, Workspace } from '../../api/types';
import type { CaseId } from '../../domain/brand';
import { useFormat } from '../../format/format';
import styles from './offers.module.css';

interface Props {
  caseId: CaseId;
  currency: Workspace['case']['currency'];
  parts: JointParts;
  /** Not in a form, which a link would leave. */
  isLinked?: boolean;
}

export function JointPartList({ caseId, currency, parts, isLinked = false }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (parts.length === 0) return null;
  const nameOf = (part: JointParts[number]) => {
    if (part.case_id === caseId) return <span>{t('arrangement.this_case')}</span>;
    const name = t('arrangement.case', { number: part.case_number });
    return isLinked ? <Link href={`/cuenta/${part.case_id}`}>{name}</Link> : <span>{name}</span>;
  };
  return (
    <ul aria-label={t('arrangement.parts')} className={styles.list}>
      {parts.map((part) => (
        <li className="muted" key={part.case_id}>
          {nameOf(part)}
          <span>{t('arrangement.part', { creditor: part.creditor, total: format.money(part.total, currency), owed: format.money(part.owed, currency) })}</span>
        </li>
      ))}
    </ul>
  );
}
