/// What every schema holds without saying so: scalars (specification section 3.5), directives (3.13) and the types of
/// introspection (4.2), written in the language itself.
enum BuiltIns {
    /// Scalars a schema may use without defining them; those nobody refers to are left out of it.
    static let scalarNames: Set<String> = ["Int", "Float", "String", "Boolean", "ID"]

    /// Types of introspection, in the order they are found from `__Schema`.
    static let introspectionNames = [
        "__Schema", "__Type", "__TypeKind", "__Field", "__InputValue", "__EnumValue", "__Directive",
        "__DirectiveLocation",
    ]

    /// Names that SDL may refer to although no document defines them.
    static let typeNames = Array(scalarNames) + introspectionNames

    /// The definitions of built-in types by name, in the order of the text below.
    static let types: [String: Syntax] = definitions { $0 != .directiveDefinition }

    /// The definitions of built-in directives by name.
    static let directives: [String: Syntax] = definitions { $0 == .directiveDefinition }

    /// Built-in directives in the order introspection lists them.
    static let directiveNames = ["include", "skip", "deprecated", "specifiedBy", "oneOf"]

    /// The default of `@deprecated(reason:)`.
    static let deprecationReason = "No longer supported"

    private static func definitions(where isWanted: (SyntaxKind) -> Bool) -> [String: Syntax] {
        let wanted = document.root.children.filter { isWanted($0.kind) }
        return Dictionary(wanted.map { ($0.nameText, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The text below, parsed.
    static let document: Document = {
        do throws(GraphQLError) {
            return try parse(Source(text, name: "built-in definitions"))
        } catch {
            preconditionFailure("The built-in definitions do not parse: \(error.message)")
        }
    }()
}

extension BuiltIns {
    private static let text = scalarText + directiveText + introspectionText + introspectionEnumText

    private static let scalarText = #"""
        "A whole number of 32 bits with sign: -2147483648 to 2147483647."
        scalar Int
        "A number with fraction, double precision as in IEEE 754."
        scalar Float
        "Text: a sequence of Unicode characters."
        scalar String
        "`true` or `false`."
        scalar Boolean
        "A key that identifies an object. Written as a string; whole numbers are accepted too. Not meant to be read by people."
        scalar ID

        """#

    private static let directiveText = """
        "Includes the field or fragment only if the condition is true."
        directive @include("Whether to include it." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        "Skips the field or fragment if the condition is true."
        directive @skip("Whether to skip it." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        "Marks what should not be used any more."
        directive @deprecated("Why, and what to use instead, in Markdown." reason: String! = "\(deprecationReason)")
          on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
        "Points to the specification a custom scalar follows."
        directive @specifiedBy("Where the specification is found." url: String!) on SCALAR
        "Exactly one field of the input object has to be given, and it must not be null."
        directive @oneOf on INPUT_OBJECT

        """

    private static let introspectionText = #"""
        "The schema: its types, its directives and where operations begin."
        type __Schema {
          description: String
          "All types."
          types: [__Type!]!
          "Where queries begin."
          queryType: __Type!
          "Where mutations begin, if there are any."
          mutationType: __Type
          "Where subscriptions begin, if there are any."
          subscriptionType: __Type
          "All directives."
          directives: [__Directive!]!
        }

        "A type, named or wrapped; `kind` tells which of the fields have a value."
        type __Type {
          kind: __TypeKind!
          "Absent for lists and non-null types."
          name: String
          description: String
          "Of objects and interfaces."
          fields("Whether to list deprecated ones too." includeDeprecated: Boolean! = false): [__Field!]
          "Of objects and interfaces."
          interfaces: [__Type!]
          "Of interfaces and unions: the objects a value may be."
          possibleTypes: [__Type!]
          "Of enums."
          enumValues("Whether to list deprecated ones too." includeDeprecated: Boolean! = false): [__EnumValue!]
          "Of input objects."
          inputFields("Whether to list deprecated ones too." includeDeprecated: Boolean! = false): [__InputValue!]
          "Of lists and non-null types: what they wrap."
          ofType: __Type
          "Of scalars."
          specifiedByURL: String
          "Of input objects: whether exactly one field has to be given."
          isOneOf: Boolean
        }

        "A field of an object or interface."
        type __Field {
          name: String!
          description: String
          args("Whether to list deprecated ones too." includeDeprecated: Boolean! = false): [__InputValue!]!
          type: __Type!
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "An argument, or a field of an input object."
        type __InputValue {
          name: String!
          description: String
          type: __Type!
          "The default as a literal of the language; absent if there is none."
          defaultValue: String
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "A value of an enum."
        type __EnumValue {
          name: String!
          description: String
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "A directive: a note that changes how a part of a document is treated."
        type __Directive {
          name: String!
          description: String
          "Whether it may stand more than once in one place."
          isRepeatable: Boolean!
          "Where it may stand."
          locations: [__DirectiveLocation!]!
          args("Whether to list deprecated ones too." includeDeprecated: Boolean! = false): [__InputValue!]!
        }

        """#

    private static let introspectionEnumText = #"""
        "The kinds of types."
        enum __TypeKind {
          "A leaf with a value of its own, such as a number or a text."
          SCALAR
          "Has `fields` and `interfaces`."
          OBJECT
          "Has `fields`, `interfaces` and `possibleTypes`."
          INTERFACE
          "Has `possibleTypes`."
          UNION
          "Has `enumValues`."
          ENUM
          "Has `inputFields`."
          INPUT_OBJECT
          "Has `ofType`."
          LIST
          "Has `ofType`."
          NON_NULL
        }

        "Places a directive may stand in."
        enum __DirectiveLocation {
          "On a query."
          QUERY
          "On a mutation."
          MUTATION
          "On a subscription."
          SUBSCRIPTION
          "On a field of a selection."
          FIELD
          "On the definition of a fragment."
          FRAGMENT_DEFINITION
          "On the use of a fragment."
          FRAGMENT_SPREAD
          "On a fragment written in place."
          INLINE_FRAGMENT
          "On the definition of a variable."
          VARIABLE_DEFINITION
          "On the schema."
          SCHEMA
          "On a scalar type."
          SCALAR
          "On an object type."
          OBJECT
          "On a field of an object or interface type."
          FIELD_DEFINITION
          "On an argument of a field or directive."
          ARGUMENT_DEFINITION
          "On an interface type."
          INTERFACE
          "On a union type."
          UNION
          "On an enum type."
          ENUM
          "On a value of an enum type."
          ENUM_VALUE
          "On an input object type."
          INPUT_OBJECT
          "On a field of an input object type."
          INPUT_FIELD_DEFINITION
        }
        """#
}
