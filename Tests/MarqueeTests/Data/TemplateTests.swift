import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct TemplateTests {
    @Test func `a select list follows what is needed`() {
        let template = Template<KeywordColumn>("words", "select t.id, {columns} | {nulls} | {joins} from keywords t")
        let (name, needs) = (AttributeSet(KeywordColumn.name), AttributeSet(KeywordColumn.id))
        #expect(template.statement(for: needs).0.sql == "select t.id, t.id | null |  from keywords t")
        #expect(template.statement(for: name).0.sql == "select t.id, t.id, t.name | null, null |  from keywords t")
        #expect(template.statement(for: name).0 == template.statement(for: name).0)
    }

    @Test func `when the budget is used up, all columns are read`() {
        let budget = StatementBudget(1)
        let templates = ["a", "b"].map { Template<KeywordColumn>("words", budget: budget, "select \($0), {columns}") }
        let needs = AttributeSet(KeywordColumn.id)
        #expect(templates[0].statement(for: needs).1 == needs)
        #expect(templates[1].statement(for: needs).1 == AttributeSet(KeywordColumn.id, .name))
        #expect(templates[1].statement(for: needs).0.sql == "select b, t.id, t.name")
        // What was made before stays.
        #expect(templates[0].statement(for: needs).1 == needs)
    }
}
