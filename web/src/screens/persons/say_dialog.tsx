// Says why two records are one person, or why they were not after all.
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { Merge, PersonPair } from '../../api/types';
import { ReasonDialog } from '../../ui/reason_dialog';

export type Saying = { kind: 'same'; pair: PersonPair } | { kind: 'undo'; merge: Merge };

interface Props {
  saying: Saying;
  onClose: () => void;
  onDone: () => void;
}

/** The request is the same in both ways of asking; what it answers is not used. */
function send(saying: Saying, reason: string, key: string): Promise<unknown> {
  const header = { 'Idempotency-Key': key };
  if (saying.kind === 'undo')
    return take(client.POST('/v1/person-merges/{id}/undo', { params: { path: { id: saying.merge.id }, header }, body: { reason } }));
  const { first, second } = saying.pair;
  return take(client.POST('/v1/person-pairs/same', { params: { header }, body: { party_id: first.id, other_id: second.id, reason } }));
}

function SayForm({ saying, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const { first, second } = saying.kind === 'same' ? saying.pair : saying.merge;
  const isSame = saying.kind === 'same';
  return (
    <ReasonDialog
      label={t('person.reason')}
      onClose={onClose}
      onDone={onDone}
      send={(reason, key) => send(saying, reason, key)}
      submitLabel={t(isSame ? 'person.join' : 'person.undo')}
      title={t(isSame ? 'person.same' : 'person.undo_title')}
    >
      <p>
        <strong>{first.name}</strong> = <strong>{second.name}</strong>
      </p>
      <p>{t(isSame ? 'person.same_text' : 'person.undo_text')}</p>
    </ReasonDialog>
  );
}

export function SayDialog({ saying, ...props }: Omit<Props, 'saying'> & { saying: Saying | null }) {
  return saying === null ? null : <SayForm saying={saying} {...props} />;
}
