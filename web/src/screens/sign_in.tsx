// The door.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, client, take } from '../api/client';
import { changeSession } from '../api/queries';
import { LanguageSwitch, SchemeSwitch } from '../shell/header';
import { useErrorText } from '../ui/states';
import styles from './sign_in.module.css';

export function SignInScreen() {
  const { t } = useTranslation();
  const textOf = useErrorText();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => take(client.POST('/v1/session', { body: { login, password } })),
    onSuccess: changeSession,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  const failure = signIn.error;
  const isRefused = failure instanceof ApiError && failure.status === 401;

  return (
    <main className={styles.page}>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.brand}>
          <img alt="" height="32" src="/icon.svg" width="32" />
          <h1>{t('sign_in.title')}</h1>
        </div>
        {failure && (
          <p className={styles.failure} role="alert">
            {isRefused ? t('sign_in.refused') : textOf(failure)}
          </p>
        )}
        <TextInput
          autoComplete="username"
          autoFocus
          label={t('sign_in.login')}
          onChange={(event) => setLogin(event.currentTarget.value)}
          required
          size="md"
          value={login}
          withAsterisk={false}
        />
        <PasswordInput
          autoComplete="current-password"
          label={t('sign_in.password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
          required
          size="md"
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show_password'), tabIndex: 0 }}
          withAsterisk={false}
        />
        <Button loading={signIn.isPending} size="md" type="submit">
          {t('sign_in.submit')}
        </Button>
        <div className={styles.tools}>
          <LanguageSwitch />
          <SchemeSwitch />
        </div>
      </form>
    </main>
  );
}
