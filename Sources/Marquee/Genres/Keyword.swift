import GraphQL

/// A row of `keywords`.
package typealias Keyword = Record<KeywordColumn>

package enum KeywordColumn: Int, EntityColumn {
    case id, name

    package var expression: String { ownColumn }
}

enum KeywordStatements {
    static let byID = Template<KeywordColumn>(
        "keywords_by_id", caching: .rows(of: .keyword),
        "select {columns} from keywords t where t.id = any ($1::bigint[])")

    static let ofTitles = Template<KeywordColumn>(
        "keywords_of_titles", caching: .rows(of: .title, and: .keyword),
        """
        select k.key, t.* from unnest($1::bigint[]) k (key) cross join lateral (
          select {columns} from title_keywords w join keywords t on t.id = w.keyword_id
           where w.title_id = k.key order by w.ordinal, t.id limit $2::integer) t
        """)
}

extension Resolvers<RequestContext> {
    mutating func keywords(_ schema: Schema) {
        object("Keyword", Keyword.self) { keyword in
            keyword.columns(of: "Keyword", in: schema)
            keyword.globalID(.keyword, KeywordColumn.id)
        }
    }
}
