package io.shiplog.journal.testkit;

import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import java.util.TreeSet;

/** Compares whole states. */
public final class States {
    private States() {}

    /** Everything that a state holds, as text: equal texts mean equal states. */
    public static String print(State state) {
        StringBuilder text = new StringBuilder("at " + state.resourceVersion() + "\n");
        var resources = new TreeSet<GroupResource>();
        state.resources().forEach(resources::add);
        for (var resource : resources) {
            for (StoredObject object : state.list(resource)) {
                text.append(object)
                        .append(' ')
                        .append(object.uid())
                        .append(' ')
                        .append(Objects.text(object.json()))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
