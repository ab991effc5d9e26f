package io.shiplog.journal.testkit;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.PODS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What every view of a moment answers, whatever it is made of: the same as walking over the objects it was made of. A
 * subclass makes the view from a history of objects, of which the last version of a key counts.
 */
public abstract class ViewContract {
    private static final List<GroupResource> RESOURCES = List.of(CONFIG_MAPS, PODS);

    /** Pods by the letter that they are labelled with. */
    protected static final Index BY_LETTER =
            Index.of("letter", PODS, pod -> pod.facts().labels().values());

    /** One step of a history: an object's new version, or that it is gone. */
    public record Step(StoredObject object, boolean gone) {}

    /** The view that holds what {@code history} leaves; asked for {@link #BY_LETTER} in the middle of it. */
    protected abstract View after(List<Step> history);

    @Test
    void answersAsWalkingOverAllObjectsDoes() {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var history = new ArrayList<Step>();
            var model = new TreeMap<String, StoredObject>();
            int steps = random.nextInt(60);
            for (int i = 0; i < steps; i++) {
                StoredObject object = object(random, i + 1);
                boolean gone = model.containsKey(object.ref().toString()) && random.nextInt(3) == 0;
                history.add(new Step(object, gone));
                if (gone) {
                    model.remove(object.ref().toString());
                } else {
                    model.put(object.ref().toString(), object);
                }
            }
            View view = after(history);
            for (GroupResource resource : RESOURCES) {
                assertThat(names(view.list(resource))).as("seed " + seed).isEqualTo(walk(model, resource, ""));
                for (String namespace : List.of("a", "a-b", "b", "nowhere")) {
                    assertThat(names(view.list(resource, namespace)))
                            .as("seed " + seed)
                            .isEqualTo(walk(model, resource, namespace));
                    assertThat(names(view.uncontrolled(resource, namespace)))
                            .as("seed " + seed)
                            .isEqualTo(indexed(model, Index.uncontrolled(resource), namespace));
                }
            }
            for (String value : List.of("x", "y", "owner0", "owner1", "nobody")) {
                assertThat(names(view.by(BY_LETTER, value)))
                        .as("seed " + seed)
                        .isEqualTo(indexed(model, BY_LETTER, value));
                assertThat(names(view.ownedBy(value))).as("seed " + seed).isEqualTo(indexed(model, Index.OWNER, value));
            }
            model.values()
                    .forEach(object -> assertThat(view.get(object.ref()))
                            .isNotNull()
                            .extracting(StoredObject::resourceVersion)
                            .isEqualTo(object.resourceVersion()));
            assertThat(view.get(PODS, new ObjectKey("nowhere", "p0"))).isNull();
        }
    }

    private static StoredObject object(Random random, long version) {
        GroupResource resource = RESOURCES.get(random.nextInt(RESOURCES.size()));
        var key = new ObjectKey(List.of("a", "a-b", "b").get(random.nextInt(3)), "p" + random.nextInt(4));
        String owner = random.nextInt(3) == 0
                ? ""
                : ",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"o\",\"uid\":\"owner%d\",\"controller\":%b}]"
                        .formatted(random.nextInt(2), random.nextBoolean());
        String letter = random.nextBoolean() ? "x" : "y";
        byte[] json = Objects.utf8(
                "{\"metadata\":{\"resourceVersion\":\"%d\",\"name\":\"%s\",\"namespace\":\"%s\",\"labels\":{\"letter\":\"%s\"}%s}}"
                        .formatted(version, key.name(), key.namespace(), letter, owner));
        return new StoredObject(resource, key, "uid-" + key, version, json);
    }

    private static List<String> walk(TreeMap<String, StoredObject> model, GroupResource resource, String namespace) {
        return names(model.values().stream()
                .filter(object -> object.resource().equals(resource))
                .filter(object ->
                        namespace.isEmpty() || object.key().namespace().equals(namespace))
                .sorted((a, b) -> a.ref().compareTo(b.ref()))
                .toList());
    }

    private static List<String> indexed(TreeMap<String, StoredObject> model, Index index, String value) {
        return names(model.values().stream()
                .filter(object -> index.values(object).contains(value))
                .sorted((a, b) -> a.ref().compareTo(b.ref()))
                .toList());
    }

    private static List<String> names(Collection<StoredObject> objects) {
        return objects.stream().map(StoredObject::toString).toList();
    }
}
