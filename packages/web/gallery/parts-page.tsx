import {
  CodeText,
  CopyButton,
  EmptyState,
  ErrorState,
  GeneratedCover,
  KeyValueList,
  Money,
  PageHeader,
  ProgressJob,
  SCHEMES,
  StateBadge,
  TONES,
  Tree,
} from '@keyfall/ui';
import { Button, Group, Stack } from '@mantine/core';
import { IconPackages } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { OfficeTools } from '../src/office/index.ts';
import { useSay } from './say.ts';
import type { Say } from './say.ts';
import classes from './gallery.module.css';

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className={classes['part']}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

const COVERS = ['视频会员', '音乐会员', '游戏点券', '礼品卡', 'Cloud drive', 'Phone top-up'];

export function PartsPage(): ReactNode {
  const say = useSay();
  return (
    <main className={classes['page']}>
      <PageHeader
        title={say('部件', 'Parts')}
        description={say('每个部件一格。', 'One box for each.')}
        secondary={
          <Group gap={4}>
            <OfficeTools />
          </Group>
        }
      />
      <div className={classes['grid']}>
        <Part title={say('状态', 'States')}>
          <Group gap="xs">
            {TONES.map((tone) => (
              <StateBadge key={tone} tone={tone}>
                {say('状态', 'State')} {tone}
              </StateBadge>
            ))}
          </Group>
          <Group gap="md">
            {TONES.map((tone) => (
              <StateBadge key={tone} tone={tone} variant="dot" live={tone === 'info'}>
                {tone}
              </StateBadge>
            ))}
          </Group>
        </Part>
        <Part title={say('金额', 'Money')}>
          <KeyValueList
            items={[
              { label: 'CNY', value: <Money amount="1234567.80" currency="CNY" />, align: 'end' },
              { label: 'USD', value: <Money amount="-42.05" currency="USD" tone="flow" />, align: 'end' },
              { label: 'JPY', value: <Money amount="98000" currency="JPY" tone="flow" />, align: 'end' },
              { label: 'USDT', value: <Money amount="12.500000" currency="USDT" />, align: 'end' },
              {
                label: say('合计', 'Total'),
                value: <Money amount="0.00" currency="CNY" tone="flow" />,
                align: 'end',
                strong: true,
              },
            ]}
          />
          <Money amount="18240.50" currency="CNY" size="hero" />
        </Part>
        <Part title={say('卡密', 'Codes')}>
          <CodeText value="8613527788996021" label={say('卡号', 'Number')} />
          <CodeText value="AB3D-9KLM-22XQ-7TTY" label={say('密码', 'Secret')} concealed />
          <CodeText value={undefined} mask="•••• 4821" label={say('密码', 'Secret')} onReveal={() => {}} />
          <CodeText value="https://redeem.example.test/c/8f2kq" label={say('链接', 'Link')} />
          <CopyButton text="7F3K" variant="button" label={say('复制卡密', 'Copy the code')} />
        </Part>
        <Part title={say('按钮', 'Buttons')}>
          <Group gap="xs">
            <Button>{say('主要', 'Primary')}</Button>
            <Button variant="default">{say('默认', 'Default')}</Button>
            <Button variant="light">{say('浅色', 'Light')}</Button>
            <Button variant="subtle">{say('弱', 'Subtle')}</Button>
            <Button variant="outline">{say('描边', 'Outline')}</Button>
            <Button color="red">{say('删除', 'Delete')}</Button>
            <Button disabled>{say('不可用', 'Disabled')}</Button>
            <Button loading>{say('忙', 'Busy')}</Button>
          </Group>
          <ChartSwatches say={say} />
        </Part>
        <Part title={say('长任务', 'Long work')}>
          <ProgressJob
            title="codes-2026-11.txt"
            state={say('进行中', 'Running')}
            tone="info"
            running
            done={412_350}
            total={1_000_000}
            remainingSeconds={74}
            note={say('可以离开此页，任务会继续。', 'You can leave this page; the job goes on.')}
            actions={
              <Button size="compact-sm" variant="default">
                {say('取消', 'Cancel')}
              </Button>
            }
          />
          <ProgressJob
            title="gift-cards.xlsx"
            state={say('已完成', 'Done')}
            tone="success"
            running={false}
            done={4_997}
            total={4_997}
            results={[
              { label: say('入库', 'Accepted'), value: '4,980', tone: 'success' },
              { label: say('重复', 'Duplicates'), value: '12' },
              { label: say('拒绝', 'Rejected'), value: '5', tone: 'danger' },
            ]}
            actions={
              <Button size="compact-sm" variant="default">
                {say('下载被拒行', 'Download rejected rows')}
              </Button>
            }
          />
        </Part>
        <Part title={say('分销树', 'Downline')}>
          <DownlineTree say={say} />
        </Part>
        <Part title={say('空', 'Empty')}>
          <EmptyState
            compact
            icon={<IconPackages size={18} />}
            title={say('还没有批次', 'No batches yet')}
            description={say(
              '导入供应商文件后，批次会出现在这里。',
              'Import a supplier’s file; its batch will appear here.',
            )}
            action={<Button variant="default">{say('导入卡密', 'Import codes')}</Button>}
          />
        </Part>
        <Part title={say('出错', 'Error')}>
          <ErrorState
            compact
            error={{
              title: say('部分服务暂无响应。', 'A part of the service does not answer.'),
              description: say('请稍后重试。', 'Try again in a moment.'),
              requestId: 'req_01JD4W9K2M',
            }}
            onRetry={() => {}}
          />
        </Part>
      </div>
      <h2 className={classes['heading']}>{say('生成的封面', 'Generated covers')}</h2>
      <div className={classes['covers']}>
        {COVERS.map((name, index) => (
          <div key={name} className={classes['cover']}>
            <GeneratedCover
              seed={`cover-${index}`}
              name={name}
              caption={index % 2 === 0 ? '¥100' : say('12 个月', '12 months')}
              accent="#2a5bd7"
            />
          </div>
        ))}
      </div>
    </main>
  );
}

function ChartSwatches({ say }: { readonly say: Say }): ReactNode {
  return (
    <div className={classes['swatches']} title={say('图表色序', 'Chart colours')}>
      {SCHEMES.light.chart.map((_, index) => (
        <span key={index} style={{ background: `var(--kf-chart-${index + 1})` }} />
      ))}
    </div>
  );
}

function DownlineTree({ say }: { readonly say: Say }): ReactNode {
  const level = (chinese: string, english: string): ReactNode => say(chinese, english);
  return (
    <Stack gap={0}>
      <Tree
        label={say('分销树', 'Downline')}
        selectedId="b"
        onSelect={() => {}}
        expandedAtFirst={['a', 'b']}
        nodes={[
          {
            id: 'a',
            text: '星卡数码',
            aside: level('金牌', 'Gold'),
            children: [
              {
                id: 'b',
                text: 'Nova Cards',
                aside: level('银牌', 'Silver'),
                children: [{ id: 'd', text: '小北优选', aside: level('铜牌', 'Bronze') }],
              },
              {
                id: 'c',
                text: '城南充值',
                aside: level('银牌', 'Silver'),
                children: [{ id: 'e', text: '阿泽', aside: level('铜牌', 'Bronze') }],
              },
            ],
          },
        ]}
      />
    </Stack>
  );
}
