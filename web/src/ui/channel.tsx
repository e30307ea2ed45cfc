// The sign of a channel; its name always stands beside it.
import type { Channel } from '../api/types';
import { ChatIcon, LetterIcon, MailIcon, PhoneIcon, VisitIcon } from './icons';

const icons: Record<Channel, () => React.JSX.Element> = {
  call: PhoneIcon,
  whatsapp: ChatIcon,
  sms: ChatIcon,
  email: MailIcon,
  letter: LetterIcon,
  visit: VisitIcon,
};

export function ChannelIcon({ channel }: { channel: Channel }) {
  const Sign = icons[channel] ?? ChatIcon;
  return <Sign />;
}
