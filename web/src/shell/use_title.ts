// The title of the browser's tab: the screen, then the product.  Names of people stay out of it,
// because titles end up in histories and on shared screens.
import { useEffect } from 'react';

export function useTitle(screen: string): void {
  useEffect(() => {
    document.title = `${screen} · Acuerdo`;
  }, [screen]);
}
