// The address of the set-up page: takes the one-time token from it.
import { getRouteApi } from '@tanstack/react-router';
import { SetUp } from './SetUp';

const route = getRouteApi('/einrichten');

export function SetUpRoute() {
  return <SetUp token={route.useSearch().token} />;
}
