-- What the question q finds among the names of titles (0) and people (1), of which it means few: the server asks otherwise where
-- 300 are found, which no question of this workload does.
names (thing, id, rank, name, folded, words, popularity) as materialized (
  select case when person_id is null then 0 else 1 end, coalesce(title_id, person_id), rank, name, folded, words, popularity
    from search_names
   where (title_id is not null and folded ~>=~ (select folded from q) and folded ~<~ (select folded || U&'\+10FFFF' from q)
          or title_id is not null and words @@ (select in_titles from q)
          or person_id is not null and folded ~>=~ (select folded from q) and folded ~<~ (select folded || U&'\+10FFFF' from q)
          or person_id is not null and words @@ (select in_people from q))
     and (folded ~>=~ (select folded from q) and folded ~<~ (select folded || U&'\+10FFFF' from q)
          or (words @@ (select completed from q)) is true)
   limit 300),
best as (
  select thing, id, max(((
           case when folded = (select folded from q) then 1
                else case when words @@ (select asked from q) then 0.55 else 0.45 end
                     + case when starts_with(folded, (select folded from q)) then 0.1 else 0 end
                     + 0.3 * least(length((select folded from q))::real / length(folded), 1) end)
           * (1 - 0.05 * rank) * (1 + name_fame(popularity, thing = 1)))::real) as score
    from names group by 1, 2),
hits as (
  select b.*, t.kind from best b left join titles t on b.thing = 0 and t.id = b.id
   where b.thing = 1 or not t.adult
   order by b.score desc, b.id * 4 + b.thing desc limit 20)
