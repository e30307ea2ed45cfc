// Languages of the screen: es-419 first, English beside it, and a pseudo-language for tests.
// Catalogues are fetched one at a time; C compiles the same files.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type spanish from '../../../locales/es.json';
import { setLanguage } from '../api/client';
import { pseudoCatalogue } from './pseudo';

export const languages = ['es', 'en'] as const;
export type Language = (typeof languages)[number] | 'pseudo';
type Catalogue = typeof spanish;

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Catalogue };
  }
}

const storageKey = 'acuerdo.language';

function isLanguage(text: string | null): text is Language {
  return text === 'es' || text === 'en' || text === 'pseudo';
}

async function catalogueOf(language: Language): Promise<unknown> {
  if (language === 'en') return (await import('../../../locales/en.json')).default;
  const catalogue = (await import('../../../locales/es.json')).default;
  return language === 'pseudo' ? pseudoCatalogue(catalogue) : catalogue;
}

export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', await catalogueOf(language));
  await i18next.changeLanguage(language);
  setLanguage(language === 'en' ? 'en' : 'es');
  document.documentElement.lang = language === 'en' ? 'en' : 'es';
  localStorage.setItem(storageKey, language);
  const address = new URL(location.href);
  address.searchParams.delete('lng'); // asked for once; from now on what was chosen holds
  history.replaceState(history.state, '', address);
}

/** Asked for in the address, chosen before, or the browser's, in this order. */
function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lng');
  if (isLanguage(asked)) return asked;
  const chosen = localStorage.getItem(storageKey);
  if (isLanguage(chosen)) return chosen;
  return navigator.language.startsWith('en') ? 'en' : 'es';
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    lng: 'cimode',
    fallbackLng: false,
    interpolation: { escapeValue: false }, // React escapes
    react: { useSuspense: false },
  });
  await changeLanguage(firstLanguage());
}

export { i18next };
