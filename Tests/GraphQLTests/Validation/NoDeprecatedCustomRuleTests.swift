import GraphQL
import Testing

@Suite struct NoDeprecatedCustomRuleTests {
    @Test func `what is not deprecated may be used`() throws {
        let found = try complaints(.noDeprecatedCustom, "{ person(id: 1) { name born } }")
        #expect(found.isEmpty)
    }

    @Test func `fields, arguments, input fields and enum values are named with the reason`() throws {
        let found = try complaints(
            .noDeprecatedCustom,
            #"{ person(id: 1) { age born(format: "a") } titles(filter: { text: "a", lang: "b", kind: MINI_SERIES }) { id } }"#
        )
        #expect(
            found == [
                "The field Person.age is deprecated. Use born. (1:19)",
                #"Field "Person.born" argument "format" is deprecated. Always ISO. (1:28)"#,
                "The input field TitleFilter.lang is deprecated. Use the header. (1:71)",
                #"The enum value "Kind.MINI_SERIES" is deprecated. Use SHOW. (1:88)"#,
            ])
    }

    @Test func `arguments of directives too`() throws {
        let found = try complaints(
            .noDeprecatedCustom, "{ a @hint(old: 1) }",
            schema: CatalogueSchema.build("directive @hint(old: Int @deprecated) on FIELD type Query { a: Int }"))
        #expect(
            found == [
                #"Directive "@hint" argument "old" is deprecated. No longer supported (1:11)"#
            ])
    }
}
