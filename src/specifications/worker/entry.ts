import { serve } from '../../threads/serve.ts';
import { jobs } from './jobs.ts';

serve(jobs);
