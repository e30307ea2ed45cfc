// Papers of the case: made by the server with a digest that anyone can check, saved as they come; and
// those that were made before, by whom and with which digest.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { papersQuery } from '../../api/queries';
import type { Workspace } from '../../api/types';
import { useFormat } from '../../format/format';
import { useWhyNot } from '../../shell/session';
import { saveFile } from '../../ui/save_file';
import { Failure, WithReason } from '../../ui/states';
import styles from './offers.module.css';

const kinds = ['statement', 'quote', 'agreement', 'clearance'] as const;

function Made({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(papersQuery(workspace.case.id));
  if (query.isError && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('paper.list_failed')} />;
  const items = query.data?.items ?? [];
  return (
    <details className={styles.made} data-testid="papers_made">
      <summary>
        {t('paper.list')}: {items.length}
      </summary>
      {items.length === 0 && <p className="muted">{t('paper.none')}</p>}
      <ul className={styles.list}>
        {items.map((paper) => (
          <li key={paper.id}>
            <strong>{t(`paper.${paper.kind}`)}</strong> <span>{t('paper.by', { name: paper.made_by, time: format.moment(paper.made_at) })}</span>
            <span className="muted">
              {t('paper.digest')} <code>{paper.sha256}</code>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Papers({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const reason = useWhyNot()('document.read');
  const making = useMutation({
    mutationFn: (kind: (typeof kinds)[number]) =>
      take(client.POST('/v1/cases/{id}/papers', { params: { path: { id: workspace.case.id } }, body: { kind } })),
    onSuccess: (paper) => {
      saveFile(paper.file_name, 'text/html', paper.html);
      void cache.invalidateQueries({ queryKey: ['papers', workspace.case.id] });
    },
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
      <Made workspace={workspace} />
      {making.isError && <Failure error={making.error} title={t('paper.failed')} />}
    </div>
  );
}
