package io.shiplog.reconcilers.services;

import io.shiplog.journal.codec.ServiceCodec;
import io.shiplog.journal.codec.ServiceEntry;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.feeds.FeedFold;
import io.shiplog.reconcilers.feeds.FeedRecord;
import io.shiplog.reconcilers.feeds.ObjectRecords;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.kinds.service.Services;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Folds changes of Services and EndpointSlices into one record per service: what steers traffic to it and what names it
 * has. One thread owns it.
 *
 * <p>Laws, beside those of every feed:
 * <ul>
 *   <li>every service has a record, headless and external ones too, and nothing else has one;
 *   <li>a record is written again only when something in it differs: not for what controllers note in a slice, nor for
 *       the status of a pod that is no endpoint's affair;
 *   <li>a service that cannot be read is told of and stops no other.
 * </ul>
 */
public final class ServicesFold implements FeedFold {
    private static final GroupResource SERVICES = Services.RESOURCE;
    private static final GroupResource SLICES = Endpoints.SLICE_RESOURCE;

    private final ObjectRecords records;
    private final Map<ObjectKey, SortedSet<String>> slices = new HashMap<>();

    /** @param failed is told which service could not be written, and why */
    public ServicesFold(BiConsumer<ObjectRef, RuntimeException> failed) {
        this.records = new ObjectRecords(SERVICES, this::value, failed);
    }

    @Override
    public List<FeedRecord> start(StateView view, Map<String, UUID> published) {
        for (StoredObject slice : view.list(SLICES)) {
            StoredObject confirmed = view.confirmed(new ObjectRef(SLICES, slice.key()));
            if (confirmed != null) {
                note(confirmed, true);
            }
        }
        return records.start(view, published);
    }

    @Override
    public List<FeedRecord> changed(Change change, StateView view) {
        var services = new HashSet<String>();
        if (change.resource().equals(SERVICES)) {
            services.add(change.key().toString());
        } else if (change.resource().equals(SLICES)) {
            noteAll(change.before(), false, services);
            noteAll(change.after(), true, services);
        }
        return records.of(services, view);
    }

    @Override
    public List<FeedRecord> overwritten(String key, byte @Nullable [] value, StateView view) {
        return records.overwritten(key, value, view);
    }

    private void noteAll(@Nullable StoredObject slice, boolean there, HashSet<String> services) {
        if (slice != null && note(slice, there)) {
            services.add(new ObjectKey(slice.key().namespace(), ServiceProjection.serviceOf(slice)).toString());
        }
    }

    /** Notes that a service has a slice, or has it no more: whether it is any service's. */
    private boolean note(StoredObject slice, boolean there) {
        String service = ServiceProjection.serviceOf(slice);
        if (service.isEmpty()) {
            return false;
        }
        var key = new ObjectKey(slice.key().namespace(), service);
        SortedSet<String> names = slices.computeIfAbsent(key, _ -> new TreeSet<>());
        if (there) {
            names.add(slice.key().name());
        } else {
            names.remove(slice.key().name());
            if (names.isEmpty()) {
                slices.remove(key);
            }
        }
        return true;
    }

    private byte[] value(StoredObject stored, StateView view) {
        ObjectNode service = ServiceProjection.service(stored);
        boolean unready = service.path("spec").path("publishNotReadyAddresses").asBoolean(false);
        var projection = new ArrayList<byte[]>();
        for (String name : slices.getOrDefault(stored.key(), new TreeSet<>())) {
            var ref = new ObjectRef(SLICES, new ObjectKey(stored.key().namespace(), name));
            StoredObject slice = view.confirmed(ref);
            ObjectNode part = slice == null ? null : ServiceProjection.slice(slice, unready);
            if (part != null) {
                projection.add(Json.bytes(part));
            }
        }
        return ServiceCodec.encode(new ServiceEntry(Json.bytes(service), projection));
    }
}
