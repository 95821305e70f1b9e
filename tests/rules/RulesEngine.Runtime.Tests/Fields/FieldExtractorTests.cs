using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;

namespace RulesEngine.Runtime.Tests.Fields;

public sealed class FieldExtractorTests
{
    // Fields of the table that only tables of a display tool show; nothing records what they would need.
    private static readonly string[] WithoutCode =
    [
        "evt.infra.docker.name",
        "evt.infra.docker.container.id",
        "evt.infra.docker.container.name",
        "evt.infra.docker.container.image",
    ];

    [Fact]
    public void Every_field_of_the_table_has_code_that_reads_it()
    {
        var missing = FieldTable.All.Select(field => field.Name).Except(FieldExtractor.Names).Except(WithoutCode);
        Assert.Empty(missing);
    }

    [Fact]
    public void There_is_no_code_for_fields_that_the_table_does_not_know()
    {
        var unknown = FieldExtractor.Names.Except(FieldTable.All.Select(field => field.Name));
        Assert.Empty(unknown);
    }
}
