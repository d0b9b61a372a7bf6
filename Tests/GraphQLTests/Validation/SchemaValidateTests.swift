import GraphQL
import Testing

@Suite struct SchemaValidateTests {
    @Test func `a valid document has no errors`() throws {
        #expect(try complaints(.specified, "query A($id: ID!) { movie(id: $id) { title } }").isEmpty)
    }

    @Test func `errors of all rules come in the order of the document with their code`() throws {
        let document = try parse(Source("query ($a: Unknown) {\n  movie { titel }\n}"))
        let errors = CatalogueSchema.schema.validate(document)
        #expect(
            errors.map(\.message) == [
                "Variable \"$a\" is never used.",
                "Unknown type \"Unknown\".",
                "Field \"movie\" argument \"id\" of type \"ID!\" is required, but it was not provided.",
                "Cannot query field \"titel\" on type \"Movie\". Did you mean \"title\"?",
            ])
        #expect(errors.allSatisfy { $0.extensions == [.code(.validationFailed)] && $0.path == nil })
    }

    @Test func `after the last error wanted one more says that there are others`() throws {
        let found = try complaints(.specified, "{ a b c }", maxErrors: 2)
        #expect(
            found == [
                "Cannot query field \"a\" on type \"Query\". (1:3)",
                "Cannot query field \"b\" on type \"Query\". (1:5)",
                "Too many validation errors, error limit reached. Validation aborted.",
            ])
        #expect(try complaints(.specified, "{ a b c }", maxErrors: 3).count == 3)
    }

    @Test func `rules are found by the names graphql-js gives them`() throws {
        let rules = try #require(ValidationRules(named: ["ScalarLeafsRule", "FieldsOnCorrectTypeRule"]))
        #expect(rules.rules.map(\.name) == ["ScalarLeafsRule", "FieldsOnCorrectTypeRule"])
        #expect(ValidationRules(named: ["ScalarLeafsRule", "NoSuchRule"]) == nil)
    }

    @Test func `no rule is listed twice`() {
        let names = ValidationRules.all.rules.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(ValidationRules.specified.rules.count == 31)
    }

    @Test func `columns count UTF-16 units and every kind of line end`() throws {
        let found = try complaints(
            .fieldsOnCorrectType, "{ # \u{1F3AC}\r\n a: __typename # é\r b(x: \"\u{1F3AC}é\") c\n d }")
        #expect(
            found == [
                "Cannot query field \"b\" on type \"Query\". (3:2)",
                "Cannot query field \"c\" on type \"Query\". (3:14)",
                "Cannot query field \"d\" on type \"Query\". (4:2)",
            ])
    }
}
