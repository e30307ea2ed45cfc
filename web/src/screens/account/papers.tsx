// Papers of the case: made by the server with a digest that anyone can check, saved as they come.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { Workspace } from '../../api/types';
import { useWhyNot } from '../../shell/session';
import { saveFile } from '../../ui/save_file';
import { Failure, WithReason } from '../../ui/states';
import styles from './offers.module.css';

const kinds = ['statement', 'quote', 'agreement', 'clearance'] as const;

export function Papers({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const reason = useWhyNot()('document.read');
  const making = useMutation({
    mutationFn: (kind: (typeof kinds)[number]) =>
      take(client.POST('/v1/cases/{id}/papers', { params: { path: { id: workspace.case.id } }, body: { kind } })),
    onSuccess: (paper) => saveFile(paper.file_name, 'text/html', paper.html),
  });
  return (
    <div className={styles.papers}>
      {kinds.map((kind) => (
        <WithReason key={kind} reason={reason}>
          <Button disabled={reason !== null || making.isPending} onClick={() => making.mutate(kind)} size="xs" variant="default">
            {t(`paper.${kind}`)}
          </Button>
        </WithReason>
      ))}
      {making.isError && <Failure error={making.error} title={t('paper.failed')} />}
    </div>
  );
}
