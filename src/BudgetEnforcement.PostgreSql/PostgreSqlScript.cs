namespace BudgetEnforcement.PostgreSql;

/// <summary>The tables. Amounts are whole numbers in units of 10⁻²⁸; the views show money.</summary>
/// <remarks>
/// Rows that change with every exchange leave room on their pages, so that a change stays on its page and touches no index.
/// </remarks>
internal static class PostgreSqlScript
{
    internal const string Template = """
        create table if not exists {schema}.ledger (
            one integer not null primary key default 1 check (one = 1),
            id uuid not null,
            schema_version integer not null,
            rules_version integer not null,
            learning_until timestamptz,
            forgotten_until timestamptz
        );

        create table if not exists {schema}.node (
            id uuid not null primary key,
            name text collate "C" not null,
            state integer not null,
            sequence bigint not null,
            batch_id uuid not null,
            first_seen_at timestamptz not null,
            last_seen_at timestamptz not null,
            is_rewound boolean not null,
            learning_since timestamptz
        ) with (fillfactor = 40);

        create table if not exists {schema}.budget (
            id uuid not null primary key,
            name text collate "C" not null unique,
            parent_ids uuid[] not null,
            depth integer not null,
            currency text collate "C" not null,
            period integer not null,
            time_zone_id text collate "C",
            warning_75_threshold numeric not null,
            warning_90_threshold numeric not null,
            alert_at numeric[] not null,
            limit_amount numeric(58,0) not null,
            limit_version bigint not null,
            created_at timestamptz not null,
            term bigint not null,
            term_start timestamptz not null,
            term_end timestamptz,
            costs numeric(58,0) not null,
            refunds numeric(58,0) not null,
            held numeric(58,0) not null,
            forgotten_costs numeric(58,0) not null,
            forgotten_refunds numeric(58,0) not null,
            holders integer not null,
            in_doubt numeric(58,0) not null,
            told integer not null,
            claim_node_id uuid,
            claim_id uuid not null,
            claim_since timestamptz,
            claim_until timestamptz
        ) with (fillfactor = 20);

        create table if not exists {schema}.term (
            id uuid not null unique,
            budget_id uuid not null,
            term bigint not null,
            start_at timestamptz not null,
            end_at timestamptz not null,
            limit_amount numeric(58,0) not null,
            costs numeric(58,0) not null,
            refunds numeric(58,0) not null,
            held numeric(58,0) not null,
            forgotten_costs numeric(58,0) not null,
            forgotten_refunds numeric(58,0) not null,
            primary key (budget_id, term)
        );

        create table if not exists {schema}.slice (
            id uuid not null unique,
            node_id uuid not null,
            budget_id uuid not null,
            term bigint not null,
            costs numeric(58,0) not null,
            refunds numeric(58,0) not null,
            held numeric(58,0) not null,
            guessed_costs numeric(58,0) not null,
            guessed_refunds numeric(58,0) not null,
            is_revoked boolean not null,
            is_offered boolean not null,
            rise_from integer not null,
            rise_to integer not null,
            is_open boolean not null generated always as (held > 0 or guessed_costs > 0 or guessed_refunds > 0) stored,
            primary key (budget_id, node_id, term)
        ) with (fillfactor = 40);
        create index if not exists slice_by_term on {schema}.slice (budget_id, term, node_id);
        create index if not exists slice_by_node on {schema}.slice (node_id);
        create index if not exists slice_open on {schema}.slice (budget_id, node_id) where is_open;

        create table if not exists {schema}.entry (
            id uuid not null unique,
            budget_id uuid not null,
            key text collate "C" not null,
            kind integer not null,
            term bigint not null,
            costs numeric(58,0) not null,
            refunds numeric(58,0) not null,
            limit_before numeric(58,0),
            limit_after numeric(58,0),
            node_id uuid,
            created_at timestamptz not null,
            changed_at timestamptz not null,
            labels text collate "C",
            primary key (budget_id, key)
        );
        create index if not exists entry_by_time on {schema}.entry (budget_id, created_at);

        -- Money for people: how each budget stands.
        create or replace view {schema}.budget_money as
            select name, currency,
                trim_scale(limit_amount * 1e-28) as limit_amount,
                trim_scale(greatest(costs - refunds, 0) * 1e-28) as spent,
                trim_scale(held * 1e-28) as held,
                trim_scale(greatest(limit_amount - greatest(costs - refunds, 0) - held, 0) * 1e-28) as undrawn,
                trim_scale(in_doubt * 1e-28) as in_doubt,
                term, term_start, term_end, id
            from {schema}.budget;

        -- Who has spent and holds what.
        create or replace view {schema}.slice_money as
            select budget.name as budget, node.name as node, slice.term,
                trim_scale(slice.costs * 1e-28) as costs,
                trim_scale(slice.refunds * 1e-28) as refunds,
                trim_scale(slice.held * 1e-28) as held,
                node.last_seen_at, slice.node_id, slice.budget_id
            from {schema}.slice
            join {schema}.budget on budget.id = slice.budget_id
            left join {schema}.node on node.id = slice.node_id;

        -- The check of the books: a row for each term whose totals are not the sums over slices and entries. It is empty at all times.
        create or replace view {schema}.fault as
            with parts as (
                select budget_id, term, costs + guessed_costs as costs, refunds + guessed_refunds as refunds, held from {schema}.slice
                union all
                select budget_id, term, costs, refunds, 0 from {schema}.entry
            ), sums as (
                select budget_id, term, sum(costs) as costs, sum(refunds) as refunds, sum(held) as held from parts group by budget_id, term
            ), totals as (
                select id as budget_id, term, costs, refunds, held, forgotten_costs, forgotten_refunds from {schema}.budget
                union all
                select budget_id, term, costs, refunds, held, forgotten_costs, forgotten_refunds from {schema}.term
            )
            select budget_id, term, totals.costs, totals.refunds, totals.held,
                coalesce(sums.costs, 0) + coalesce(forgotten_costs, 0) as summed_costs,
                coalesce(sums.refunds, 0) + coalesce(forgotten_refunds, 0) as summed_refunds,
                coalesce(sums.held, 0) as summed_held
            from totals full join sums using (budget_id, term)
            where totals.costs is null
                or (totals.costs <> coalesce(sums.costs, 0) + forgotten_costs and totals.costs < 2::numeric ^ 192 - 1)
                or (totals.refunds <> coalesce(sums.refunds, 0) + forgotten_refunds and totals.refunds < 2::numeric ^ 192 - 1)
                or (totals.held <> coalesce(sums.held, 0) and totals.held < 2::numeric ^ 192 - 1);

        insert into {schema}.ledger (id, schema_version, rules_version) values (gen_random_uuid(), {schema version}, {rules version})
            on conflict do nothing;

        -- An application that is not the owner needs:
        --   grant usage on schema {schema} to application;
        --   grant select, insert, update, delete on all tables in schema {schema} to application;
        """;
}
