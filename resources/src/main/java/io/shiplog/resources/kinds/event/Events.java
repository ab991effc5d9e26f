package io.shiplog.resources.kinds.event;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.QuotaRules;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.selector.SelectableField;

/** Events, which two groups show under different names of their members. Quotas never count them. */
public final class Events {
    public static final Kind KIND = Kind.namespaced("v1", "Event", "events")
            .shortNames("ev")
            .rules(Rules.validatedBy(EventRules::event)
                    .table(EventTables::events)
                    .selectable(
                            SelectableField.text("involvedObject.kind"),
                            SelectableField.text("involvedObject.namespace"),
                            SelectableField.text("involvedObject.name"),
                            SelectableField.text("involvedObject.uid"),
                            SelectableField.text("involvedObject.apiVersion"),
                            SelectableField.text("involvedObject.resourceVersion"),
                            SelectableField.text("involvedObject.fieldPath"),
                            SelectableField.text("reason"),
                            SelectableField.first("reportingComponent", "reportingComponent", "reportingController"),
                            SelectableField.first("source", "source.component", "reportingComponent"),
                            SelectableField.text("type"))
                    .quota(QuotaRules.NEVER)
                    .createsOnUpdate()
                    .build());

    public static final GroupResource RESOURCE = KIND.resource();

    public static final Kind NEW = Kind.namespaced("events.k8s.io/v1", "Event", "events")
            .shortNames("ev")
            .storedAs(KIND, new EventConversion())
            .rules(Rules.schemaOnly()
                    .table(EventTables::newEvents)
                    .selectable(
                            SelectableField.text("regarding.kind"),
                            SelectableField.text("regarding.namespace"),
                            SelectableField.text("regarding.name"),
                            SelectableField.text("regarding.uid"),
                            SelectableField.text("regarding.apiVersion"),
                            SelectableField.text("regarding.resourceVersion"),
                            SelectableField.text("regarding.fieldPath"),
                            SelectableField.text("reason"),
                            SelectableField.text("reportingController"),
                            SelectableField.text("type"))
                    .quota(QuotaRules.NEVER)
                    .createsOnUpdate()
                    .build());

    private Events() {}
}
