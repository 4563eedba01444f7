// What anybody may know of the server before signing in.
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../app/client';

export function useServerStatus() {
  const { connection } = useClient();
  return useQuery({
    queryKey: ['server.status'],
    queryFn: () => connection.call('server.status', {}),
    staleTime: 60_000,
  });
}
