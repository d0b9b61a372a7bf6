/// What a restore says to PostgreSQL besides what the backup holds.
enum RestoreStatements {
    /// Waits for those who are at work; whoever comes later waits for us.
    static let lock = """
        set local lock_timeout = '1min';
        do $$
        declare tables text;
        begin
          select string_agg(oid::regclass::text, ', ' order by oid) into tables
            from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p');
          if tables is not null then execute 'lock table ' || tables || ' in access exclusive mode'; end if;
        end $$
        """

    /// Empties the schema `public`; what belongs to extensions stays.
    static let drop = """
        do $$
        declare statements text[]; statement text;
        begin
          with held (class, object) as (select classid, objid from pg_depend where deptype in ('e', 'i')),
               ours (step, statement) as (
            select 1, format('drop %s if exists %s cascade',
                             case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
                                          when 'f' then 'foreign table' else 'table' end, oid::regclass)
              from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
               and not exists (select from held where class = 'pg_class'::regclass and object = oid)
            union all
            select 2, format('drop routine if exists %s cascade', oid::regprocedure)
              from pg_proc where pronamespace = 'public'::regnamespace
               and not exists (select from held where class = 'pg_proc'::regclass and object = oid)
            union all
            select 3, format('drop type if exists %s cascade', oid::regtype)
              from pg_type where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')
               and not exists (select from held where class = 'pg_type'::regclass and object = oid))
          select array_agg(o.statement order by step) into statements from ours o;
          foreach statement in array coalesce(statements, '{}') loop execute statement; end loop;
        end $$
        """

    /// What belongs to the cluster or the database as a whole, and so to no dump: as migration 0001 made it. And has
    /// pg_trgm loaded where it is installed: PostgreSQL lets nobody but superusers define a function that sets parameters
    /// of what is not loaded.
    static let prepare = """
        do $$ begin
          if exists (select from pg_extension where extname = 'pg_trgm') then perform show_limit(); end if;
          if not exists (select from pg_roles where rolname = 'marquee_app') then create role marquee_app nologin; end if;
          if not pg_has_role('marquee_app', 'member') then execute format('grant marquee_app to %I', current_user); end if;
          execute format('revoke temporary on database %I from public', current_database());
          revoke create on schema public from public;
        end $$
        """

    /// A version of the catalogue that was never there, in this database ($1) or the one of the backup: so large that
    /// counting changes does not reach it.
    static let raiseVersion = """
        insert into catalogue_changes (transaction, weight)
        values (pg_current_xact_id(), greatest($1::bigint, (extract(epoch from clock_timestamp()) * 1000000)::bigint) + 1)
        """

    /// Servers forget all they know of the catalogue. Until its tables are analyzed, PostgreSQL would plan badly.
    static let tell = "select pg_notify('catalogue', 'all:*'); analyze"

    /// Statements that were prepared for the former tables are of no use any more; servers connect again at once.
    static let endSessions = """
        select count(pg_terminate_backend(pid)) from pg_stat_activity
         where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
        """
}
