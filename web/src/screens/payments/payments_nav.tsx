// The three places of money that does not come by itself: what waits, payroll, direct debit.
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { paymentPlaces } from '../../shell/payment_places';
import { useMay } from '../../shell/session';
import styles from '../../ui/action_list.module.css';

export function PaymentsNav() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const may = useMay();
  return (
    <nav aria-label={t('nav.payments')} className={styles.places}>
      {paymentPlaces
        .filter(({ permission }) => may(permission))
        .map((place) => (
          <Link aria-current={path === place.path ? 'page' : undefined} href={place.path} key={place.path}>
            {t(place.label)}
          </Link>
        ))}
    </nav>
  );
}
