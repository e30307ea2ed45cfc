// The frame: a signed-in person gets the header, the routes and the undo bar; anybody else, the door.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';
import { setCsrfToken, watchSessionEnd } from '../api/client';
import { changeSession, sessionQuery } from '../api/queries';
import type { Session } from '../api/types';
import { caseIdOrNull, idOrNull } from '../domain/brand';
import { FormatProvider } from '../format/format';
import { AccountScreen } from '../screens/account/account';
import { MessagesScreen } from '../screens/messages/messages';
import { QueueScreen } from '../screens/queue/queue';
import { SignInScreen } from '../screens/sign_in';
import { Empty, Failure, Loading } from '../ui/states';
import { WorkProvider } from '../work/work';
import styles from './app.module.css';
import { Header } from './header';
import { SessionContext } from './session';
import { UndoBar } from './undo_bar';

const BoardScreen = lazy(() => import('../screens/board/board'));
const ApprovalsScreen = lazy(() => import('../screens/approvals/approvals'));
const PersonsScreen = lazy(() => import('../screens/persons/persons'));
const PaymentsScreen = lazy(() => import('../screens/payments/payments'));
const BankFileScreen = lazy(() => import('../screens/payments/file'));
const PayrollScreen = lazy(() => import('../screens/payroll/payroll'));
const PayrollListScreen = lazy(() => import('../screens/payroll/list'));
const DebitsScreen = lazy(() => import('../screens/debits/debits'));
const DebitScreen = lazy(() => import('../screens/debits/debit'));
const PrivacyScreen = lazy(() => import('../screens/privacy/privacy'));
const PrivacyRequestScreen = lazy(() => import('../screens/privacy/request'));
const StrategiesScreen = lazy(() => import('../screens/strategies/strategies'));
const ExperimentsScreen = lazy(() => import('../screens/experiments/experiments'));
const ExperimentScreen = lazy(() => import('../screens/experiments/experiment'));
const EditorScreen = lazy(() => import('../screens/strategies/editor'));
const VersionScreen = lazy(() => import('../screens/strategies/version'));

function Screens() {
  const { t } = useTranslation();
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/">
          <Redirect replace to="/cola" />
        </Route>
        <Route path="/cola">
          <QueueScreen />
        </Route>
        <Route path="/cuenta/:id">
          {({ id }) => {
            const caseId = caseIdOrNull(id);
            return caseId === null ? <Empty title={t('screen.unknown')} /> : <AccountScreen caseId={caseId} key={caseId} />;
          }}
        </Route>
        <Route path="/mensajes">
          <MessagesScreen />
        </Route>
        <Route path="/aprobaciones">
          <ApprovalsScreen />
        </Route>
        <Route path="/personas">
          <PersonsScreen />
        </Route>
        <Route path="/pagos">
          <PaymentsScreen />
        </Route>
        <Route path="/pagos/archivos/:id">
          {({ id }) => {
            const fileId = idOrNull(id);
            return fileId === null ? <Empty title={t('screen.unknown')} /> : <BankFileScreen id={fileId} key={fileId} />;
          }}
        </Route>
        <Route path="/pagos/planilla">
          <PayrollScreen />
        </Route>
        <Route path="/pagos/planilla/:id">
          {({ id }) => {
            const listId = idOrNull(id);
            return listId === null ? <Empty title={t('screen.unknown')} /> : <PayrollListScreen id={listId} key={listId} />;
          }}
        </Route>
        <Route path="/pagos/cobros">
          <DebitsScreen />
        </Route>
        <Route path="/pagos/cobros/:id">
          {({ id }) => {
            const debitId = idOrNull(id);
            return debitId === null ? <Empty title={t('screen.unknown')} /> : <DebitScreen id={debitId} key={debitId} />;
          }}
        </Route>
        <Route path="/datos-personales">
          <PrivacyScreen />
        </Route>
        <Route path="/datos-personales/:id">
          {({ id }) => {
            const requestId = idOrNull(id);
            return requestId === null ? <Empty title={t('screen.unknown')} /> : <PrivacyRequestScreen id={requestId} key={requestId} />;
          }}
        </Route>
        <Route path="/estrategias">
          <StrategiesScreen />
        </Route>
        <Route path="/estrategias/experimentos">
          <ExperimentsScreen />
        </Route>
        <Route path="/estrategias/experimentos/:id">
          {({ id }) => {
            const experimentId = idOrNull(id);
            return experimentId === null ? <Empty title={t('screen.unknown')} /> : <ExperimentScreen id={experimentId} key={experimentId} />;
          }}
        </Route>
        <Route path="/estrategias/:id">
          {({ id }) => {
            const versionId = idOrNull(id);
            return versionId === null ? <Empty title={t('screen.unknown')} /> : <VersionScreen id={versionId} key={versionId} />;
          }}
        </Route>
        <Route path="/estrategias/:id/tablas">
          {({ id }) => {
            const versionId = idOrNull(id);
            return versionId === null ? <Empty title={t('screen.unknown')} /> : <EditorScreen id={versionId} key={versionId} />;
          }}
        </Route>
        <Route path="/tablero">
          <BoardScreen />
        </Route>
        <Route>
          <Empty title={t('screen.unknown')}>
            <a href="/cola">{t('nav.queue')}</a>
          </Empty>
        </Route>
      </Switch>
    </Suspense>
  );
}

function Workspace({ session }: { session: Session }) {
  const { t } = useTranslation();
  return (
    <SessionContext.Provider value={session}>
      <FormatProvider organisation={session.organisation}>
        <WorkProvider>
          <a className={styles.skip} href="#main">
            {t('nav.skip_to_content')}
          </a>
          <div className={styles.frame}>
            <Header />
            <main className={styles.main} id="main" tabIndex={-1}>
              <Screens />
            </main>
            <UndoBar />
          </div>
        </WorkProvider>
      </FormatProvider>
    </SessionContext.Provider>
  );
}

export function App() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);

  useEffect(() => watchSessionEnd(() => changeSession(null)), []);

  if (session.isError)
    return <Failure error={session.error} retry={() => void session.refetch()} title={t('error.session')} />;
  if (session.isPending) return <Loading />;
  if (session.data === null) return <SignInScreen />;
  setCsrfToken(session.data.csrf_token);
  return <Workspace session={session.data} />;
}
