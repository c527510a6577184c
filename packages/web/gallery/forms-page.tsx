import {
  ConfirmAction,
  FieldGroup,
  FileDrop,
  Form,
  Money,
  MoneyField,
  PageHeader,
  PasswordField,
  TotpField,
  Wizard,
  useSchemaForm,
} from '@keyfall/ui';
import { Button, Checkbox, NativeSelect, SegmentedControl, Switch, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { useFieldMessage, useUrlState } from '../src/index.ts';
import { useSay } from './say.ts';
import type { Say } from './say.ts';
import classes from './gallery.module.css';

const schema = z.object({
  name: z.string().trim().min(1).max(80),
  code: z.string().regex(/^[A-Z0-9-]+$/),
  price: z.string().regex(/^\d+\.\d{2}$/),
  note: z.string().max(200),
});

export function FormsPage(): ReactNode {
  const say = useSay();
  const [url, setUrl] = useUrlState('show');
  return (
    <main className={classes['page']}>
      <PageHeader title={say('表单', 'Forms')} back={{ href: '/parts', label: say('部件', 'Parts') }} />
      <div className={classes['grid']}>
        <section className={classes['part']}>
          <h2>{say('商品', 'Product')}</h2>
          <ProductForm say={say} />
        </section>
        <section className={classes['part']}>
          <h2>{say('导入', 'Import')}</h2>
          <ImportWizard say={say} />
        </section>
        <section className={classes['part']}>
          <h2>{say('账号', 'Account')}</h2>
          <AccountFields say={say} />
        </section>
      </div>
      <Button mt="md" color="red" onClick={() => setUrl({ show: 'confirm' })}>
        {say('退款', 'Refund')}
      </Button>
      <ConfirmAction
        opened={url.show === 'confirm'}
        onClose={() => setUrl({ show: undefined })}
        title={say('确认退款', 'Confirm the refund')}
        description={say(
          '款项将原路退回买家，各级收益同时追回。',
          'The money goes back to the buyer the way it came; every share is taken back.',
        )}
        facts={[
          { label: say('订单', 'Order'), value: '7F3K 00Q9 XW2M 8AC' },
          { label: say('收款人', 'Payee'), value: 'lin***@example.com' },
          { label: say('手续费', 'Fee'), value: <Money amount="0.18" currency="CNY" />, align: 'end' },
          {
            label: say('退款金额', 'Refund'),
            value: <Money amount="30.00" currency="CNY" />,
            align: 'end',
            strong: true,
          },
        ]}
        confirmLabel={say('退款 ¥30.00', 'Refund ¥30.00')}
        danger
        withTotp
        reason="required"
        onConfirm={() => setUrl({ show: undefined })}
      />
    </main>
  );
}

function ProductForm({ say }: { readonly say: Say }): ReactNode {
  const message = useFieldMessage();
  const { form, submit } = useSchemaForm({
    schema,
    initialValues: { name: '', code: '', price: '12.3', note: '' },
    message,
  });
  const labels = {
    name: say('名称', 'Name'),
    code: say('规格编码', 'SKU code'),
    price: say('零售价', 'Retail price'),
    note: say('备注', 'Note'),
  };
  return (
    <Form
      onSubmit={submit(() => {})}
      errors={form.errors}
      fieldLabels={labels}
      submitLabel={say('保存', 'Save')}
      onCancel={() => form.reset()}
    >
      <FieldGroup columns={2}>
        <TextInput label={labels.name} required {...form.getInputProps('name')} />
        <TextInput
          label={labels.code}
          description={say('大写字母、数字与连字符', 'Capitals, digits and hyphens')}
          required
          {...form.getInputProps('code')}
        />
        <MoneyField
          label={labels.price}
          name="price"
          currency="CNY"
          required
          value={form.values.price}
          onChange={(price) => form.setFieldValue('price', price)}
          onBlur={() => form.validateField('price')}
          error={form.errors['price']}
          help={say('不得低于限价 ¥10.00', 'Not below the floor of ¥10.00')}
        />
        <NativeSelect label={say('分类', 'Category')} data={[say('视频', 'Video'), say('游戏', 'Games')]} />
      </FieldGroup>
      <Textarea label={labels.note} {...form.getInputProps('note')} />
      <Checkbox label={say('缺货时等待补货', 'Wait for stock when sold out')} />
      <Switch label={say('上架', 'Published')} defaultChecked />
      <SegmentedControl aria-label={say('面值', 'Face value')} data={[say('固定', 'Fixed'), say('区间', 'Range')]} />
    </Form>
  );
}

function ImportWizard({ say }: { readonly say: Say }): ReactNode {
  const [step, setStep] = useState(1);
  const [file, setFile] = useState<File | undefined>(undefined);
  const drop = (
    <FileDrop
      label={say('卡密文件', 'Code file')}
      help={say(
        'TXT、CSV 或 XLSX，最大 200 MB。编码与列会自动识别。',
        'TXT, CSV or XLSX up to 200 MB. Encoding and columns are recognised.',
      )}
      endings={['.txt', '.csv', '.xlsx']}
      bytesMax={200_000_000}
      file={file}
      onFile={setFile}
    />
  );
  return (
    <Wizard
      label={say('导入卡密', 'Import codes')}
      current={step}
      onStep={setStep}
      steps={[
        {
          id: 'sku',
          label: say('选择规格', 'Choose the SKU'),
          content: <TextInput label={say('规格', 'SKU')} defaultValue="VIDEO-12M" />,
        },
        { id: 'file', label: say('上传文件', 'Upload'), content: drop, isComplete: file !== undefined },
        { id: 'check', label: say('核对', 'Check'), content: null },
      ]}
    />
  );
}

function AccountFields({ say }: { readonly say: Say }): ReactNode {
  const [password, setPassword] = useState('Tr0ub4dor');
  const [totp, setTotp] = useState('123');
  return (
    <FieldGroup>
      <PasswordField
        purpose="new"
        value={password}
        onChange={setPassword}
        help={say('至少 10 个字符', 'At least 10 characters')}
      />
      <TotpField value={totp} onChange={setTotp} />
      <TextInput
        label={say('邮箱', 'Email')}
        error={say('邮箱格式不正确。', 'This is no email address.')}
        defaultValue="lin@"
      />
      <TextInput label={say('店铺地址', 'Shop address')} disabled defaultValue="nova.localhost" />
    </FieldGroup>
  );
}
