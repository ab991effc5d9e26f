package io.shiplog.reconcilers.world;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A view that counts the objects that it hands out; to be told how many there are costs nothing. One test owns it. */
public final class CountingView implements View {
    private final View view;
    private int count;

    public CountingView(View view) {
        this.view = view;
    }

    /** How many objects were handed out since the last call. */
    public int count() {
        int counted = count;
        count = 0;
        return counted;
    }

    @Override
    public @Nullable StoredObject get(GroupResource resource, ObjectKey key) {
        count++;
        return view.get(resource, key);
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource) {
        return counted(view.list(resource));
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource, String namespace) {
        return counted(view.list(resource, namespace));
    }

    @Override
    public Collection<StoredObject> by(Index index, String value) {
        return counted(view.by(index, value));
    }

    @Override
    public Collection<GroupResource> resources() {
        return view.resources();
    }

    private Collection<StoredObject> counted(Collection<StoredObject> objects) {
        return new AbstractCollection<>() {
            @Override
            public int size() {
                return objects.size();
            }

            @Override
            public Iterator<StoredObject> iterator() {
                Iterator<StoredObject> each = objects.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return each.hasNext();
                    }

                    @Override
                    public StoredObject next() {
                        count++;
                        return each.next();
                    }
                };
            }
        };
    }
}
