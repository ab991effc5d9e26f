package io.shiplog.journal.view;

import io.shiplog.objects.Change;
import java.util.List;

/**
 * What was assumed and is not so: whoever proposed it decides anew.
 *
 * @param changes what is there instead: before is the assumed object, after the confirmed one
 * @param proposals the ids of the proposals, each of which was refused, lost, or overtaken before it came back
 */
public record Retraction(List<Change> changes, List<String> proposals) {
    static final Retraction NOTHING = new Retraction(List.of(), List.of());

    public Retraction {
        changes = List.copyOf(changes);
        proposals = List.copyOf(proposals);
    }
}
