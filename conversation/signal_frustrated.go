package conversation

// detectFrustrated sees anger, also that which the user brings along.
func detectFrustrated(b *builder) { b.showPrompts(Frustrated, false) }
