// A channel by sign and name; work inside the house has none and says so.
import { useTranslation } from 'react-i18next';
import type { Channel } from '../api/types';
import { ChatIcon, InsideIcon, LetterIcon, MailIcon, PhoneIcon, VisitIcon } from './icons';

const icons: Record<Channel, () => React.JSX.Element> = {
  call: PhoneIcon,
  whatsapp: ChatIcon,
  sms: ChatIcon,
  email: MailIcon,
  letter: LetterIcon,
  visit: VisitIcon,
};

/** The sign alone: its name must stand beside it. */
export function ChannelIcon({ channel }: { channel: Channel | null }) {
  const Sign = channel === null ? InsideIcon : icons[channel];
  return <Sign />;
}

export function ChannelName({ channel }: { channel: Channel | null }) {
  const { t } = useTranslation();
  return (
    <>
      <ChannelIcon channel={channel} /> {t(`channel.${channel ?? 'none'}`)}
    </>
  );
}
