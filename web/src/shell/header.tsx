// Where one is, where one can go, and the tools that every screen has.
import { ActionIcon, Button, Menu, SegmentedControl, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { client } from '../api/client';
import { changeSession } from '../api/queries';
import { useFormat } from '../format/format';
import { changeLanguage, languages, type Language } from '../i18n';
import { useKeys } from '../keys/keys';
import { FindIcon, MoonIcon, SunIcon } from '../ui/icons';
import { Keycap, KeyHint } from '../ui/keycap';
import { paymentPlaces } from './payment_places';
import { useWork } from '../work/work';
import styles from './app.module.css';
import { FindDialog } from './find_dialog';
import { HelpDialog } from './help_dialog';
import { useMay, useSession } from './session';

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const cache = useQueryClient();
  const change = async (language: string) => {
    await changeLanguage(language as Language);
    // Sentences of the server come in the language of the request.
    await cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  };
  return (
    <SegmentedControl
      aria-label={t('nav.language')}
      data={languages.map((language) => ({ value: language, label: language.toUpperCase() }))}
      onChange={(language) => void change(language)}
      size="xs"
      value={i18n.language}
    />
  );
}

export function SchemeSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  const label = isDark ? t('nav.light') : t('nav.dark');
  return (
    <ActionIcon aria-label={label} onClick={() => setColorScheme(isDark ? 'light' : 'dark')} size={30} title={label} variant="default">
      {isDark ? <SunIcon /> : <MoonIcon />}
    </ActionIcon>
  );
}

function PersonMenu() {
  const { t } = useTranslation();
  const { user } = useSession();
  const signOut = async () => {
    await client.DELETE('/v1/session').catch(() => undefined);
    changeSession(null);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default">
          {user.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void signOut()}>{t('nav.sign_out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Navigation() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const may = useMay();
  const payments = paymentPlaces.find(({ permission }) => may(permission));
  const isCurrent = (prefix: string) => (path.startsWith(prefix) ? ('page' as const) : undefined);
  return (
    <nav aria-label={t('nav.main')} className={styles.nav}>
      <Link aria-current={isCurrent('/cola') ?? isCurrent('/cuenta')} href="/cola">
        {t('nav.queue')}
      </Link>
      {may('outbox.read') && (
        <Link aria-current={isCurrent('/mensajes')} href="/mensajes">
          {t('nav.messages')}
        </Link>
      )}
      {may('gate.approve') && (
        <Link aria-current={isCurrent('/aprobaciones')} href="/aprobaciones">
          {t('nav.approvals')}
        </Link>
      )}
      {may('person.merge') && (
        <Link aria-current={isCurrent('/personas')} href="/personas">
          {t('nav.persons')}
        </Link>
      )}
      {payments && (
        <Link aria-current={isCurrent('/pagos')} href={payments.path}>
          {t('nav.payments')}
        </Link>
      )}
      {may('privacy.manage') && (
        <Link aria-current={isCurrent('/datos-personales')} href="/datos-personales">
          {t('nav.privacy')}
        </Link>
      )}
      {may('strategy.read') && (
        <Link aria-current={isCurrent('/estrategias')} href="/estrategias">
          {t('nav.strategies')}
        </Link>
      )}
      <Link aria-current={isCurrent('/tablero')} href="/tablero">
        {t('nav.board')}
      </Link>
    </nav>
  );
}

export function Header() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const format = useFormat();
  const work = useWork();
  const { organisation } = useSession();
  const [open, setOpen] = useState<'help' | 'find' | null>(null);

  useKeys({
    help: () => setOpen('help'),
    find: () => setOpen('find'),
    goQueue: () => navigate('/cola'),
    goMessages: () => navigate('/mensajes'),
    goApprovals: () => navigate('/aprobaciones'),
    goPersons: () => navigate('/personas'),
    goPayments: () => navigate('/pagos'),
    goPrivacy: () => navigate('/datos-personales'),
    goStrategies: () => navigate('/estrategias'),
    goExperiments: () => navigate('/estrategias/experimentos'),
    goBoard: () => navigate('/tablero'),
    undo: work.undo,
  });

  return (
    <header className={styles.header}>
      <Link className={styles.brand} href="/cola">
        <img alt="" height="24" src="/icon.svg" width="24" />
        <span>Acuerdo</span>
      </Link>
      <Navigation />
      <div className={styles.gap} />
      <button className={styles.find} onClick={() => setOpen('find')} type="button">
        <FindIcon />
        <span>{t('find.short')}</span>
        <KeyHint of="find" />
      </button>
      <div className={styles.today}>
        <strong>{organisation.name}</strong>
        <span className="muted">
          {t('nav.open_day', { day: format.day(organisation.open_date) })}
          {organisation.is_test && ` · ${t('nav.test_store')}`}
        </span>
      </div>
      <div className={styles.tools}>
        <LanguageSwitch />
        <SchemeSwitch />
        <ActionIcon aria-label={t('help.title')} onClick={() => setOpen('help')} size={30} title={t('help.title')} variant="default">
          <Keycap>?</Keycap>
        </ActionIcon>
        <PersonMenu />
      </div>
      <HelpDialog isOpen={open === 'help'} onClose={() => setOpen(null)} />
      <FindDialog isOpen={open === 'find'} onClose={() => setOpen(null)} />
    </header>
  );
}
