// Sends an order that books.  One key per wish: a repeated press, or a try after a lost answer, must
// not book twice.  A changed order is another wish.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import type { CaseId } from '../domain/brand';
import { idempotencyKey } from './client';

interface Booking<Order, Answer> {
  send: (order: Order, key: string) => Promise<Answer>;
  onSuccess: (answer: Answer, order: Order) => void;
  /** What makes two orders the same wish; the whole order unless said otherwise. */
  wishOf?: (order: Order) => unknown;
}

export function useBooking<Order, Answer>({ send, onSuccess, wishOf = (order) => order }: Booking<Order, Answer>) {
  const wish = useRef({ text: '', key: '' });
  return useMutation({
    mutationFn: (order: Order) => {
      const text = JSON.stringify(wishOf(order));
      if (wish.current.text !== text) wish.current = { text, key: idempotencyKey() };
      return send(order, wish.current.key);
    },
    onSuccess,
  });
}

/** Fetches anew what shows a case, after something was booked on it. */
export function useRefreshCase(): (caseId: CaseId) => void {
  const cache = useQueryClient();
  return useCallback(
    (caseId) => {
      void cache.invalidateQueries({ queryKey: ['workspace', caseId] });
      void cache.invalidateQueries({ queryKey: ['timeline', caseId] });
      void cache.invalidateQueries({ queryKey: ['consents', caseId] });
      void cache.invalidateQueries({ queryKey: ['offers', caseId] });
      void cache.invalidateQueries({ queryKey: ['arrangements'] }); // of other cases, too, where one takes in several
      void cache.invalidateQueries({ queryKey: ['queue'] });
    },
    [cache],
  );
}
