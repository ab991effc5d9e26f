package io.shiplog.resources.admission;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What quotas and limit ranges say to an object that is about to be written; whoever writes makes a decision of it. */
public sealed interface Charge {
    /** No quota has to do with it. */
    Charge NOTHING = new Made(List.of());

    /** There is room; these quotas, with their new status, are to be written along. */
    record Made(List<ObjectNode> quotas) implements Charge {
        public Made {
            quotas = List.copyOf(quotas);
        }
    }

    /** There is none, for a 403 Forbidden with this message. */
    record Refused(String message) implements Charge {}
}
