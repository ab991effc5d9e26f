package io.shiplog.resources.kind;

import io.shiplog.resources.Field;
import io.shiplog.resources.selector.SelectableField;
import io.shiplog.resources.table.TableSpec;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rules of a kind while they are said, one by one; what is not said is as for most kinds. One thread owns it. */
public final class RulesBuilder {
    final Consumer<Field> fields;
    BiConsumer<Field, ObjectNode> changes = (root, old) -> {};

    @Nullable
    BiConsumer<Field, ObjectNode> updates;

    boolean saysWhatIsRequired;
    Function<JsonNode, List<String>> warnings = object -> List.of();
    ScalePaths scale = ScalePaths.PLAIN;
    Function<String, List<String>> names = Rules.SUBDOMAIN;
    Consumer<ObjectNode> defaults = object -> {};
    Consumer<ObjectNode> creating = object -> {};
    BiConsumer<ObjectNode, String> identifying = (object, uid) -> {};
    BiConsumer<ObjectNode, ObjectNode> updating = Rules.NOTHING;
    Rules.InitialStatus initialStatus = Rules.EMPTY_STATUS;
    boolean countsGenerations;
    List<String> generationFollows = List.of();
    List<String> statusKeeps = List.of();
    Supplier<TableSpec> table = TableSpec::createdAt;
    Selectables selectables = Selectables.NONE;
    QuotaRules quota = QuotaRules.PLAIN;
    DeletionRules deletion = DeletionRules.PLAIN;
    Companions companions = Companions.NONE;
    boolean createsOnUpdate;
    boolean needsVersion;

    RulesBuilder(Consumer<Field> fields) {
        this.fields = fields;
    }

    /** What may not change once an object is there: the field of the new object, and the old one. */
    public RulesBuilder changes(BiConsumer<Field, ObjectNode> rule) {
        changes = rule;
        return this;
    }

    /** What an update has to obey, in place of what a new object has to and of what may not change. */
    public RulesBuilder updatesValidatedBy(BiConsumer<Field, ObjectNode> rule) {
        updates = rule;
        return this;
    }

    /** These rules say themselves what is required: the schema is not asked. */
    public RulesBuilder saysWhatIsRequired() {
        saysWhatIsRequired = true;
        return this;
    }

    /** What whoever writes an object is told although it is stored. */
    public RulesBuilder warns(Function<JsonNode, List<String>> texts) {
        warnings = texts;
        return this;
    }

    /** Where its replicas are, for the subresource {@code scale}. */
    public RulesBuilder scale(ScalePaths paths) {
        scale = paths;
        return this;
    }

    /** What objects may be called; DNS subdomains without this. */
    public RulesBuilder names(Function<String, List<String>> problems) {
        names = problems;
        return this;
    }

    public RulesBuilder defaults(Consumer<ObjectNode> set) {
        defaults = set;
        return this;
    }

    /** See {@link Rules#creating}. */
    public RulesBuilder creating(Consumer<ObjectNode> complete) {
        creating = complete;
        return this;
    }

    /** See {@link Rules#identifying}. */
    public RulesBuilder identifying(BiConsumer<ObjectNode, String> complete) {
        identifying = complete;
        return this;
    }

    /** See {@link Rules#updating}. */
    public RulesBuilder updating(BiConsumer<ObjectNode, ObjectNode> complete) {
        updating = complete;
        return this;
    }

    /** The status of a new object; empty without this. The first argument is to be filled. */
    public RulesBuilder initialStatus(BiConsumer<ObjectNode, ObjectNode> fill) {
        initialStatus = object -> {
            ObjectNode status = JsonNodeFactory.instance.objectNode();
            fill.accept(status, object);
            return status;
        };
        return this;
    }

    /** New objects come with their status. */
    public RulesBuilder statusIsGiven() {
        initialStatus = Rules.GIVEN_STATUS;
        return this;
    }

    /** New objects have no status. */
    public RulesBuilder noInitialStatus() {
        initialStatus = Rules.NO_STATUS;
        return this;
    }

    /**
     * Counts the generations of the specification.
     *
     * @param metadata members of metadata that count as specification
     */
    public RulesBuilder countsGenerations(String... metadata) {
        countsGenerations = true;
        generationFollows = List.of(metadata);
        return this;
    }

    /** See {@link Rules#statusKeeps}. */
    public RulesBuilder statusKeeps(String... metadata) {
        statusKeeps = List.of(metadata);
        return this;
    }

    /** The columns; the time of creation without this. */
    public RulesBuilder table(Supplier<TableSpec> columns) {
        table = columns;
        return this;
    }

    /** The fields that objects can be selected by, beside name and namespace. */
    public RulesBuilder selectable(SelectableField... own) {
        selectables = Selectables.of(own);
        return this;
    }

    /** As {@link #selectable}, of fields that are read at run time. */
    public RulesBuilder selectables(Selectables fields) {
        selectables = fields;
        return this;
    }

    /** What upstream says to a selector by another field; after {@link #selectable}. */
    public RulesBuilder refusesSelectors(Function<String, String> words) {
        selectables = selectables.refusing(words);
        return this;
    }

    public RulesBuilder quota(QuotaRules rules) {
        quota = rules;
        return this;
    }

    public RulesBuilder deletion(DeletionRules rules) {
        deletion = rules;
        return this;
    }

    public RulesBuilder companions(Companions rules) {
        companions = rules;
        return this;
    }

    public RulesBuilder createsOnUpdate() {
        createsOnUpdate = true;
        return this;
    }

    public RulesBuilder needsVersion() {
        needsVersion = true;
        return this;
    }

    public Rules build() {
        return new Rules(this);
    }
}
