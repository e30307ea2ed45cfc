// The few signs of the workspace, drawn on a grid of 24.  They never carry meaning alone: a text
// or an aria-label always stands beside them.
import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      className="icon"
      fill="none"
      height="16"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="2"
      viewBox="0 0 24 24"
      width="16"
    >
      {children}
    </svg>
  );
}

export const CheckIcon = () => <Icon><path d="M4 12.5 9.5 18 20 6.5" /></Icon>;
export const ClockIcon = () => <Icon><circle cx="12" cy="12" r="9" /><path d="M12 7v5.5l3.5 2" /></Icon>;
export const StopIcon = () => <Icon><circle cx="12" cy="12" r="9" /><path d="m5.8 5.8 12.4 12.4" /></Icon>;
export const WarnIcon = () => <Icon><path d="M12 4 2.5 20h19Z" /><path d="M12 10v4.5M12 17.2v.3" /></Icon>;
export const PhoneIcon = () => <Icon><path d="M5 3.5h4l1.8 4.6-2.4 1.8a12 12 0 0 0 5.7 5.7l1.8-2.4 4.6 1.8v4A1.5 1.5 0 0 1 19 20.5 16 16 0 0 1 3.5 5 1.5 1.5 0 0 1 5 3.5Z" /></Icon>;
export const MailIcon = () => <Icon><rect height="14" rx="2" width="18" x="3" y="5" /><path d="m4 7 8 6 8-6" /></Icon>;
export const ChatIcon = () => <Icon><path d="M4 5h16v11H10l-5 4v-4H4Z" /></Icon>;
export const LetterIcon = () => <Icon><path d="M6 3h9l4 4v14H6Z" /><path d="M9 11h7M9 15h7" /></Icon>;
export const VisitIcon = () => <Icon><path d="M12 21c4.5-4.7 7-8.3 7-11.200a7 7 0 0 0-14 0C5 12.7 7.5 16.3 12 21Z" /><circle cx="12" cy="10" r="2.5" /></Icon>;
export const InsideIcon = () => <Icon><path d="M4 11.5 12 5l8 6.5V20H4Z" /><path d="M10 20v-5h4v5" /></Icon>;
export const MoneyIcon = () => <Icon><rect height="12" rx="2" width="19" x="2.5" y="6" /><circle cx="12" cy="12" r="2.5" /></Icon>;
export const LegalIcon = () => <Icon><path d="M12 4v16M7 20h10M5 8h14M5 8l-2.5 6h5ZM19 8l-2.5 6h5Z" /></Icon>;
export const GearIcon = () => <Icon><circle cx="12" cy="12" r="3.5" /><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.600l2.2 2.200M16.2 16.200l2.2 2.200M18.4 5.600l-2.2 2.200M7.8 16.200l-2.2 2.2" /></Icon>;
export const FindIcon = () => <Icon><circle cx="11" cy="11" r="6.5" /><path d="m16 16 4.5 4.5" /></Icon>;
export const SunIcon = () => <Icon><circle cx="12" cy="12" r="4" /><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.400M18.4 5.6 17 7M7 17l-1.4 1.4" /></Icon>;
export const MoonIcon = () => <Icon><path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z" /></Icon>;
