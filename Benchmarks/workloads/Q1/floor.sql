\set id :first + :step * random(0, :count - 1)
select id, title, release_date from titles where id = :id;
