// Asks the gate before a contact by hand.  Nothing begins without its yes: a refusal, a failure and
// no answer all leave the contact unmade.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client, idempotencyKey, take } from '../../api/client';
import type { GateVerdict, PermitAnswer } from '../../api/types';
import type { CaseId } from '../../domain/brand';
import type { HandChannel } from './call_bar';
import type { Draft } from './draft';

export interface Asking {
  ask(channel: HandChannel, part: Partial<Draft>): void;
  isAsking: boolean;
  /** The gate's no to the last question, or null. */
  refusal: GateVerdict | null;
  error: unknown;
}

/** `onPermit` gets what the draft becomes. */
export function usePermit(caseId: CaseId, onPermit: (part: Partial<Draft>) => void): Asking {
  const cache = useQueryClient();
  const question = useMutation({
    mutationFn: ({ channel, part }: { channel: HandChannel; part: Partial<Draft> }): Promise<PermitAnswer> =>
      take(
        client.POST('/v1/cases/{id}/permits', {
          params: { path: { id: caseId }, header: { 'Idempotency-Key': idempotencyKey() } },
          body: { channel, ...(part.contactPoint ? { contact_point_id: part.contactPoint } : {}) },
        }),
      ),
    onSuccess: ({ permit }, { channel, part }) => {
      if (permit !== null) onPermit({ ...part, channel, permit, direction: 'outbound', callStartedAt: Date.now() });
      else void cache.invalidateQueries({ queryKey: ['workspace', caseId] }); // the banner has grown old
    },
  });
  return {
    ask: (channel, part) => {
      if (!question.isPending) question.mutate({ channel, part });
    },
    isAsking: question.isPending,
    refusal: question.data && question.data.permit === null ? question.data.gate : null,
    error: question.error,
  };
}
