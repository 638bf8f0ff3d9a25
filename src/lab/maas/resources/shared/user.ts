import { flagOf, needText } from '../../../../protocol/attributes.js';
import { formRefusal, noSuch, Refusal } from '../../../refusal.js';
import type { MaasResource } from '../../resource.js';

/** The password is kept nowhere. */
export const user: MaasResource = {
  create: async (planned, call) => {
    const [name, email] = [needText(planned, 'name'), needText(planned, 'email')];
    await call.request('users.create', {}, ({ world }) => {
      if (world.store.get('users', name) !== undefined) {
        throw formRefusal({ username: 'A user with that username already exists.' });
      }
      if (world.store.all('users').some((one) => one.email === email)) {
        throw formRefusal({ email: 'User with this E-mail address already exists.' });
      }
      world.store.put('users', name, { name, email, isAdmin: flagOf(planned, 'is_admin') ?? false });
    });
    return { id: name };
  },
  read: (state, call) => {
    if (call.maas.world.store.get('users', needText(state, 'id')) === undefined) throw noSuch('User');
    return {};
  },
  delete: async (state, call) => {
    const name = needText(state, 'id');
    await call.request('user.delete', {}, ({ world }) => {
      if (world.store.get('users', name) === undefined) throw noSuch('User');
      world.store.remove('users', name);
    });
  },
  import: (id, call) => {
    const found = call.maas.world.store.get('users', id);
    if (found === undefined) throw new Refusal(`user (${id}) was not found`);
    return { id, name: id, email: found.email, is_admin: found.isAdmin };
  },
};
