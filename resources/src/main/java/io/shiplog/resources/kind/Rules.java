package io.shiplog.resources.kind;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
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

/**
 * Every rule about the objects of one kind that a schema does not say. Immutable and pure: functions from trees to
 * trees, which may change the new object that they get and never the old one. Made by {@link RulesBuilder}.
 */
public final class Rules {
    static final InitialStatus EMPTY_STATUS = object -> JsonNodeFactory.instance.objectNode();
    static final InitialStatus GIVEN_STATUS = object -> object.get("status") instanceof ObjectNode given ? given : null;
    static final InitialStatus NO_STATUS = object -> null;
    static final Function<String, List<String>> SUBDOMAIN = Names::dns1123Subdomain;
    static final BiConsumer<ObjectNode, ObjectNode> NOTHING = (object, old) -> {};

    /** Of a kind whose schema and metadata are all that counts. */
    public static final Rules NONE = schemaOnly().build();

    private final Consumer<Field> fields;
    private final BiConsumer<Field, ObjectNode> changes;
    private final @Nullable BiConsumer<Field, ObjectNode> updates;
    private final boolean saysWhatIsRequired;
    private final Function<JsonNode, List<String>> warnings;
    private final ScalePaths scale;
    private final Function<String, List<String>> names;
    private final Consumer<ObjectNode> defaults;
    private final Consumer<ObjectNode> creating;
    private final BiConsumer<ObjectNode, String> identifying;
    private final BiConsumer<ObjectNode, ObjectNode> updating;
    private final InitialStatus initialStatus;
    private final boolean countsGenerations;
    private final List<String> generationFollows;
    private final List<String> statusKeeps;
    private final Supplier<TableSpec> table;
    private final Selectables selectables;
    private final QuotaRules quota;
    private final DeletionRules deletion;
    private final Companions companions;
    private final boolean createsOnUpdate;
    private final boolean needsVersion;
    private volatile @Nullable TableSpec builtTable;

    Rules(RulesBuilder from) {
        this.fields = from.fields;
        this.changes = from.changes;
        this.updates = from.updates;
        this.saysWhatIsRequired = from.saysWhatIsRequired;
        this.warnings = from.warnings;
        this.scale = from.scale;
        this.names = from.names;
        this.defaults = from.defaults;
        this.creating = from.creating;
        this.identifying = from.identifying;
        this.updating = from.updating;
        this.initialStatus = from.initialStatus;
        this.countsGenerations = from.countsGenerations;
        this.generationFollows = from.generationFollows;
        this.statusKeeps = from.statusKeeps;
        this.table = from.table;
        this.selectables = from.selectables;
        this.quota = from.quota;
        this.deletion = from.deletion;
        this.companions = from.companions;
        this.createsOnUpdate = from.createsOnUpdate;
        this.needsVersion = from.needsVersion;
    }

    /**
     * Begins the rules of a kind that the cluster acts on: what {@code fields} reports on forbids storing the object.
     */
    public static RulesBuilder validatedBy(Consumer<Field> fields) {
        return new RulesBuilder(fields);
    }

    /** Begins the rules of a kind that is held to nothing but its schema and the rules of metadata. */
    public static RulesBuilder schemaOnly() {
        return new RulesBuilder(root -> {});
    }

    /** Reports what is wrong with an object that has its defaults. */
    public void validate(Field root) {
        fields.accept(root);
    }

    /** Reports what is wrong with an object that replaces {@code old}, and what may not change of that. */
    public void validateUpdate(Field root, ObjectNode old) {
        if (updates == null) {
            fields.accept(root);
            changes.accept(root, old);
        } else {
            updates.accept(root, old);
        }
    }

    /** Whether the schema is not asked for what is required. */
    public boolean saysWhatIsRequired() {
        return saysWhatIsRequired;
    }

    /** What whoever writes an object is told although it is stored. */
    public List<String> warnings(JsonNode object) {
        return warnings.apply(object);
    }

    /** Where the replicas of an object are. */
    public ScalePaths scale() {
        return scale;
    }

    /** What is wrong with a name; empty when nothing is. */
    public List<String> nameProblems(String name) {
        List<String> problems = names.apply(name);
        return problems.isEmpty() ? Names.pathSegment(name) : problems;
    }

    /** Sets what is absent, in an object that is created or updated. Doing it twice changes nothing more. */
    public void setDefaults(ObjectNode object) {
        defaults.accept(object);
    }

    /** Completes a new object before it has its defaults. */
    public void creating(ObjectNode object) {
        creating.accept(object);
    }

    /** Completes a new object that has its defaults with what depends on its uid. */
    public void identifying(ObjectNode object, String uid) {
        identifying.accept(object, uid);
    }

    /** Completes what replaces {@code old}. */
    public void updating(ObjectNode object, ObjectNode old) {
        updating.accept(object, old);
    }

    /**
     * The status of an object that nobody has acted on yet, null for none. Only for kinds whose status is a
     * subresource.
     */
    public @Nullable ObjectNode initialStatus(ObjectNode object) {
        return initialStatus.of(object);
    }

    /** Whether it counts the generations of its specification. */
    public boolean countsGenerations() {
        return countsGenerations;
    }

    /** Members of metadata whose change makes a new generation, as a change of the specification does. */
    public List<String> generationFollows() {
        return generationFollows;
    }

    /** Members of metadata that an update of the status cannot change, beside those of every kind. */
    public List<String> statusKeeps() {
        return statusKeeps;
    }

    /** The columns of its Tables. */
    public TableSpec table() {
        TableSpec known = builtTable;
        if (known == null) {
            known = table.get();
            builtTable = known;
        }
        return known;
    }

    public Selectables selectables() {
        return selectables;
    }

    public QuotaRules quota() {
        return quota;
    }

    public DeletionRules deletion() {
        return deletion;
    }

    public Companions companions() {
        return companions;
    }

    /** Whether an update creates what is missing. */
    public boolean createsOnUpdate() {
        return createsOnUpdate;
    }

    /** Whether an update has to say which resourceVersion it replaces. */
    public boolean needsVersion() {
        return needsVersion;
    }

    /** The status of an object that nobody has acted on yet. */
    @FunctionalInterface
    interface InitialStatus {
        @Nullable
        ObjectNode of(ObjectNode object);
    }
}
