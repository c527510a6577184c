import { useFormat } from '@keyfall/i18n';
import {
  AppShell,
  CodeText,
  DataTable,
  EmptyState,
  FilterBar,
  KeyValueList,
  Money,
  PageHeader,
  PanelSection,
  ShellBrand,
  SidePanel,
  Sparkline,
  StatCard,
  StatGrid,
  Timeline,
} from '@keyfall/ui';
import type { DataColumn, NavGroup } from '@keyfall/ui';
import { Button } from '@mantine/core';
import {
  IconBuildingStore,
  IconChartBar,
  IconDownload,
  IconPackages,
  IconReceipt,
  IconScale,
  IconSettings,
  IconTags,
  IconUsers,
} from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { StateLabel, useKeysetPaging, useNavigation, useTitle, useUrlState } from '../src/index.ts';
import { AccountMenu, OfficeTools } from '../src/office/index.ts';
import { SAMPLE_ORDERS } from './sample-orders.ts';
import type { SampleOrder } from './sample-orders.ts';
import { useSay } from './say.ts';
import type { Say } from './say.ts';

function navigationOf(say: Say): readonly NavGroup[] {
  return [
    {
      items: [
        { href: '/overview', label: say('概览', 'Overview'), icon: <IconChartBar /> },
        { href: '/', label: say('订单', 'Orders'), icon: <IconReceipt />, badge: 3 },
        { href: '/catalog', label: say('商品', 'Catalog'), icon: <IconTags /> },
        { href: '/inventory', label: say('库存', 'Inventory'), icon: <IconPackages /> },
      ],
    },
    {
      label: say('渠道', 'Channel'),
      items: [
        { href: '/distributors', label: say('分销商', 'Distributors'), icon: <IconUsers /> },
        { href: '/shops', label: say('店铺', 'Shops'), icon: <IconBuildingStore /> },
      ],
    },
    {
      label: say('资金', 'Money'),
      items: [
        { href: '/ledger', label: say('账本', 'Ledger'), icon: <IconScale /> },
        { href: '/settings', label: say('设置', 'Settings'), icon: <IconSettings /> },
      ],
    },
  ];
}

function useColumns(say: Say): readonly DataColumn<SampleOrder>[] {
  const format = useFormat();
  const isChinese = say('zh', 'en') === 'zh';
  return useMemo((): readonly DataColumn<SampleOrder>[] => {
    const pick = (chinese: string, english: string): string => (isChinese ? chinese : english);
    return [
      {
        id: 'number',
        header: pick('订单号', 'Order'),
        cell: (row) => <span data-figures>{row.number}</span>,
        width: 190,
      },
      { id: 'product', header: pick('商品', 'Product'), cell: (row) => pick(...row.product) },
      {
        id: 'quantity',
        header: pick('数量', 'Quantity'),
        align: 'end',
        width: 90,
        narrow: 'hide',
        cell: (row) => format.number(row.quantity),
      },
      {
        id: 'amount',
        header: pick('金额', 'Amount'),
        align: 'end',
        width: 120,
        sortable: true,
        sortValue: (row) => BigInt(row.amount.amount.replace('.', '')),
        cell: (row) => <Money {...row.amount} />,
        narrow: 'corner',
      },
      {
        id: 'margin',
        header: pick('毛利', 'Margin'),
        align: 'end',
        width: 100,
        cell: (row) => <Money {...row.margin} tone="quiet" />,
        narrow: 'hide',
      },
      {
        id: 'state',
        header: pick('状态', 'State'),
        width: 140,
        cell: (row) => <StateLabel of="order" state={row.state} />,
        narrow: 'corner',
      },
      { id: 'buyer', header: pick('买家', 'Buyer'), cell: (row) => row.buyer, hiddenByDefault: true },
      { id: 'shop', header: pick('店铺', 'Shop'), cell: (row) => row.shop, narrow: 'hide' },
      {
        id: 'at',
        header: pick('下单时间', 'Placed'),
        width: 170,
        sortable: true,
        sortValue: (row) => row.at,
        cell: (row) => <time dateTime={row.at}>{format.dateTime(row.at)}</time>,
      },
    ];
  }, [isChinese, format]);
}

export function OfficePage(): ReactNode {
  const say = useSay();
  const { path, navigate } = useNavigation();
  const columns = useColumns(say);
  const [url, setUrl] = useUrlState('q', 'state', 'from', 'open', 'show');
  const [selection, setSelection] = useState<ReadonlySet<string>>(
    new Set(url.show === 'selection' ? ['order-1', 'order-4'] : []),
  );
  const paging = useKeysetPaging('gallery');
  useTitle(say('订单', 'Orders'), 'Keyfall');
  const error = {
    title: say('部分服务暂无响应。', 'A part of the service does not answer.'),
    description: say('您填写的内容仍在，请稍后重试。', 'What you typed is still here. Try again in a moment.'),
    requestId: 'req_01JD4W9K2M',
  };
  const rows = url.show === 'loading' || url.show === 'error' ? undefined : url.show === 'empty' ? [] : SAMPLE_ORDERS;
  return (
    <AppShell
      brand={<ShellBrand name="Keyfall" detail={say('示例批发商', 'Demo wholesaler')} />}
      navigation={navigationOf(say)}
      path={path}
      onNavigate={navigate}
      commands={[
        {
          id: 'new',
          label: say('新建商品', 'New product'),
          group: say('操作', 'Actions'),
          icon: <IconTags />,
          keywords: ['xinjian'],
        },
      ]}
      tools={
        <OfficeTools>
          <AccountMenu name="Lin Wei" role={say('运营', 'Operations')} onSignOut={() => {}} />
        </OfficeTools>
      }
    >
      <PageHeader
        title={say('订单', 'Orders')}
        description={say('所有店铺与渠道的订单。', 'Orders of all shops and channels.')}
        secondary={
          <Button variant="default" leftSection={<IconDownload size={16} />}>
            {say('导出', 'Export')}
          </Button>
        }
        action={<Button>{say('代下单', 'Place an order')}</Button>}
      />
      <Figures say={say} />
      <FilterBar
        filters={[
          {
            kind: 'search',
            id: 'q',
            label: say('搜索订单', 'Search orders'),
            placeholder: say('订单号、联系方式、卡密、金额', 'Number, contact, code, amount'),
          },
          {
            kind: 'select',
            id: 'state',
            label: say('状态', 'State'),
            options: [
              { value: 'paid', label: say('已付款', 'Paid') },
              { value: 'delivered', label: say('已发货', 'Delivered') },
            ],
          },
          { kind: 'date', id: 'from', label: say('起始', 'From') },
        ]}
        values={url}
        onChange={setUrl}
      />
      <DataTable
        id="gallery"
        label={say('订单', 'Orders')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.number}
        error={url.show === 'error' ? error : undefined}
        onRetry={() => setUrl({ show: undefined })}
        empty={
          <EmptyState
            title={say('还没有订单', 'No orders yet')}
            description={say(
              '开通店铺并上架商品后，订单会出现在这里。',
              'Open a shop and publish products; orders will appear here.',
            )}
            icon={<IconReceipt size={22} />}
            action={<Button>{say('开通店铺', 'Open a shop')}</Button>}
          />
        }
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        selection={selection}
        onSelectionChange={setSelection}
        bulkActions={() => (
          <Button size="compact-sm" variant="default">
            {say('重新发送', 'Send again')}
          </Button>
        )}
        paging={paging.pagingOf({ nextCursor: 'x' })}
      />
      <OrderPanel
        say={say}
        order={SAMPLE_ORDERS.find((order) => order.id === url.open)}
        onClose={() => setUrl({ open: undefined })}
      />
    </AppShell>
  );
}

function Figures({ say }: { readonly say: Say }): ReactNode {
  return (
    <div style={{ marginBottom: 20 }}>
      <StatGrid>
        <StatCard
          label={say('今日销售', 'Sales today')}
          value={<Money amount="18240.50" currency="CNY" />}
          comparison={say('较昨日 +12.4%', '+12.4% on yesterday')}
          tone="success"
          chart={
            <Sparkline
              label={say('近 14 天', 'Last 14 days')}
              values={[4, 6, 5, 8, 7, 9, 12, 10, 14, 13, 15, 18, 16, 19]}
            />
          }
          href="/overview"
        />
        <StatCard
          label={say('订单', 'Orders')}
          value="286"
          comparison={say('每小时 24 单', '24 per hour')}
          chart={
            <Sparkline
              kind="bars"
              label={say('近 12 小时', 'Last 12 hours')}
              values={[3, 5, 9, 12, 8, 14, 20, 18, 22, 26, 24, 21]}
            />
          }
        />
        <StatCard
          label={say('待人工处理', 'Needs a person')}
          value="3"
          comparison={say('最久的已等 2 小时', 'The oldest waits for 2 hours')}
          tone="warning"
        />
        <StatCard label={say('可售天数', 'Days of stock')} value={undefined} />
      </StatGrid>
    </div>
  );
}

function OrderPanel({
  say,
  order,
  onClose,
}: {
  readonly say: Say;
  readonly order: SampleOrder | undefined;
  readonly onClose: () => void;
}): ReactNode {
  if (order === undefined) return null;
  const at = (minutes: number): string => new Date(new Date(order.at).getTime() + minutes * 60_000).toISOString();
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={order.number}
      state={<StateLabel of="order" state={order.state} />}
      actions={
        <>
          <Button variant="default">{say('重新发送', 'Send again')}</Button>
          <Button>{say('申请退款', 'Request a refund')}</Button>
        </>
      }
    >
      <PanelSection>
        <KeyValueList
          items={[
            { label: say('商品', 'Product'), value: say(...order.product) },
            { label: say('店铺', 'Shop'), value: order.shop },
            { label: say('买家', 'Buyer'), value: order.buyer },
            { label: say('优惠券', 'Coupon'), value: undefined },
          ]}
        />
      </PanelSection>
      <PanelSection title={say('分账', 'Split')}>
        <KeyValueList
          items={[
            { label: say('商品成本', 'Cost of goods'), value: <Money amount="11.20" currency="CNY" />, align: 'end' },
            { label: say('上级差价', 'Upline margin'), value: <Money amount="0.80" currency="CNY" />, align: 'end' },
            { label: say('店铺收益', 'Shop income'), value: <Money amount="3.00" currency="CNY" />, align: 'end' },
            { label: say('合计', 'Total'), value: <Money {...order.amount} />, align: 'end', strong: true },
          ]}
        />
      </PanelSection>
      <PanelSection title={say('卡密', 'Code')}>
        <CodeText value={undefined} mask="•••• 4821" label={say('卡密', 'Card code')} onReveal={() => {}} />
      </PanelSection>
      <PanelSection title={say('经过', 'History')}>
        <Timeline
          label={say('经过', 'History')}
          entries={[
            {
              id: '3',
              at: at(2),
              title: say('已发货', 'Delivered'),
              actor: say('系统', 'System'),
              tone: 'success',
              detail: say('1 个卡密，邮件已送达', '1 code, mail accepted'),
            },
            {
              id: '2',
              at: at(1),
              title: say('已付款', 'Paid'),
              actor: say('沙箱渠道', 'Sandbox gateway'),
              tone: 'info',
            },
            { id: '1', at: at(0), title: say('已下单', 'Placed'), actor: order.buyer },
          ]}
        />
      </PanelSection>
    </SidePanel>
  );
}
