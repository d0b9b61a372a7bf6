\set id random(1, 100000)
select id, title, release_date from titles where id = :id;
