import { importStartSchema } from '@keyfall/contracts/inventory-schemas';
import { useT } from '@keyfall/i18n';
import { FieldGroup, FileDrop, MoneyField, PageHeader, ProgressJob, Wizard, ErrorState } from '@keyfall/ui';
import { serverFieldErrors, useErrorNotice, useFieldMessage, useNavigation, useTitle } from '@keyfall/web';
import { Alert, Autocomplete, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { SkuPicker } from '../parts/sku-picker.tsx';
import type { PickedSku } from '../parts/sku-picker.tsx';
import { MomentField, toInstant, toPrice } from '../parts/typed-fields.tsx';
import { useAdminSession } from '../session/use-admin-session.ts';
import { useImportSteps } from './import-steps.ts';
import { uploadCodeFile } from './upload-code-file.ts';
import type { UploadState } from './upload-code-file.ts';

const FILE_BYTES_MAX = 1_073_741_824;
const ENDINGS = ['.txt', '.csv', '.tsv', '.xlsx', '.json', '.jsonl', '.dat'];

/** The first half of an import: what the codes are for, what they cost, and the file on its way. */
export function ImportStartPage(): ReactNode {
  const t = useT('admin');
  const { navigate } = useNavigation();
  useTitle(t('inventory.newImport'), useAdminSession().tenant.name);
  const [step, setStep] = useState(0);
  const [sku, setSku] = useState<PickedSku | undefined>(undefined);
  const [terms, setTerms] = useState<Terms>({ supplier: '', batch: '', unitCost: '', expiresAt: '' });
  const [file, setFile] = useState<File | undefined>(undefined);
  const steps = useImportSteps();
  const upload = useUpload((jobId) => navigate(`/imports/${jobId}`, { replace: true }));
  const message = useFieldMessage();
  const noticeOf = useErrorNotice();
  const fieldErrors = serverFieldErrors(upload.start.error, message);
  const uploading = upload.start.isPending || upload.state !== undefined;
  const input = importStartSchema.safeParse({
    skuId: sku?.id ?? '',
    fileName: file?.name ?? 'codes.txt',
    sizeBytes: file?.size ?? 1,
    supplierName: terms.supplier.trim() === '' ? null : terms.supplier.trim(),
    batchName: terms.batch.trim() === '' ? null : terms.batch.trim(),
    unitCost: toPrice(terms.unitCost) ?? sku?.unitCost ?? null,
    expiresAt: toInstant(terms.expiresAt),
  });
  const wrongCost = !input.success && input.error.issues.some((issue) => issue.path[0] === 'unitCost');
  const notice = noticeOf(upload.start.error);
  return (
    <div className="form-page">
      <PageHeader
        title={t('inventory.newImport')}
        description={t('inventory.newImportHelp')}
        back={{ href: '/imports', label: t('nav.imports') }}
      />
      <Wizard
        label={t('inventory.newImport')}
        current={step}
        onStep={(next) => {
          if (next < 2) setStep(next);
          else if (input.success && file !== undefined) upload.start.mutate({ input: input.data, file });
        }}
        canGoBack={!uploading}
        nextLabel={t(step === 0 ? 'common:actions.next' : 'inventory.uploadAndLook')}
        steps={[
          {
            ...steps[0],
            isComplete: sku !== undefined && input.success,
            content: (
              <TermsStep
                sku={sku}
                onSku={setSku}
                terms={terms}
                onTerms={(part) => setTerms({ ...terms, ...part })}
                costError={wrongCost ? t('inventory.badCost') : fieldErrors['unitCost']}
              />
            ),
          },
          {
            ...steps[1],
            isComplete: file !== undefined && input.success && !uploading,
            content: (
              <Stack gap="md">
                <FileDrop
                  label={t('inventory.codeFile')}
                  help={t('inventory.codeFileHelp')}
                  endings={ENDINGS}
                  bytesMax={FILE_BYTES_MAX}
                  file={file}
                  onFile={setFile}
                />
                {upload.state === undefined || file === undefined ? null : (
                  <UploadProgress fileName={file.name} state={upload.state} />
                )}
                {notice === undefined ? null : <ErrorState compact error={notice} />}
              </Stack>
            ),
          },
          { ...steps[2], content: null },
          { ...steps[3], content: null },
        ]}
      />
    </div>
  );
}

interface Terms {
  readonly supplier: string;
  readonly batch: string;
  readonly unitCost: string;
  readonly expiresAt: string;
}

interface TermsStepProps {
  readonly sku: PickedSku | undefined;
  readonly onSku: (sku: PickedSku | undefined) => void;
  readonly terms: Terms;
  readonly onTerms: (part: Partial<Terms>) => void;
  readonly costError: ReactNode;
}

function TermsStep({ sku, onSku, terms, onTerms, costError }: TermsStepProps): ReactNode {
  const t = useT('admin');
  const { tenant } = useAdminSession();
  const suppliers = useQuery(trpc.inventory.suppliers.queryOptions());
  return (
    <Stack gap="lg">
      <FieldGroup title={t('inventory.whatFor')} columns={2}>
        <SkuPicker required value={sku?.id} onChange={onSku} accepts={(each) => each.kind !== 'top_up'} />
      </FieldGroup>
      <FieldGroup title={t('inventory.whence')} columns={2}>
        <Autocomplete
          label={t('inventory.supplier')}
          description={t('inventory.supplierHelp')}
          maxLength={120}
          data={(suppliers.data ?? []).map((each) => each.name)}
          value={terms.supplier}
          onChange={(supplier) => onTerms({ supplier })}
        />
        <TextInput
          label={t('inventory.batchName')}
          description={t('inventory.batchNameHelp')}
          maxLength={200}
          value={terms.batch}
          onChange={(event) => onTerms({ batch: event.currentTarget.value })}
        />
        <MoneyField
          label={t('inventory.unitCost')}
          help={t('inventory.unitCostHelp', { cost: sku?.unitCost ?? t('ui:none') })}
          value={terms.unitCost}
          onChange={(unitCost) => onTerms({ unitCost })}
          currency={sku?.currency ?? tenant.currency}
          error={costError}
        />
        <MomentField
          label={t('inventory.expiresAt')}
          description={t('inventory.expiresHelp')}
          value={terms.expiresAt}
          onChange={(event) => onTerms({ expiresAt: event.currentTarget.value })}
        />
      </FieldGroup>
    </Stack>
  );
}

type StartInput = Parameters<typeof client.inventory.startImport.mutate>[0];

/** Opens an import and sends its file; `onSent` once every byte has arrived. */
function useUpload(onSent: (jobId: string) => void): {
  readonly start: ReturnType<typeof useMutation<string, unknown, { input: StartInput; file: File }>>;
  readonly state: UploadState | undefined;
} {
  const [state, setState] = useState<UploadState | undefined>(undefined);
  const stop = useRef<AbortController | undefined>(undefined);
  // Leaving the page stops the upload; it is resumed from the import's own page.
  useEffect(() => () => stop.current?.abort(), []);
  const start = useMutation<string, unknown, { input: StartInput; file: File }>({
    mutationFn: async ({ input, file }) => {
      const { jobId } = await client.inventory.startImport.mutate(input);
      await queryClient.invalidateQueries({ queryKey: trpc.inventory.imports.queryKey() });
      stop.current = new AbortController();
      await uploadCodeFile(jobId, file, { onProgress: setState, signal: stop.current.signal });
      return jobId;
    },
    onSuccess: onSent,
    onError: () => setState(undefined),
  });
  return { start, state };
}

/** How far a file has travelled. */
export function UploadProgress(props: { readonly fileName: string; readonly state: UploadState }): ReactNode {
  const t = useT('admin');
  const { sentBytes, totalBytes } = props.state;
  const isDone = sentBytes >= totalBytes;
  return (
    <Stack gap="xs">
      <ProgressJob
        title={props.fileName}
        state={t('common:states.import.uploading')}
        tone="info"
        running={!isDone}
        done={Math.floor(sentBytes / 1024)}
        total={Math.ceil(totalBytes / 1024)}
        note={t('inventory.inKilobytes')}
      />
      <Alert color="gray">{t('inventory.uploadNote')}</Alert>
    </Stack>
  );
}
